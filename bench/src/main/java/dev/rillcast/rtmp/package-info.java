/** Micro-benchmarks of what the room of RTMP keeps to itself, by JMH: {@code bench/jmh}. */
@NullMarked
package dev.rillcast.rtmp;

import org.jspecify.annotations.NullMarked;
