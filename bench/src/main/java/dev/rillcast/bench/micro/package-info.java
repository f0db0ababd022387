/** Micro-benchmarks of single steps on the way of a packet, by JMH: {@code bench/jmh}. */
@NullMarked
package dev.rillcast.bench.micro;

import org.jspecify.annotations.NullMarked;
