/** A publisher without an encoder: sends a film by WebRTC, as a browser would. */
@NullMarked
package dev.rillcast.bench.rtc;

import org.jspecify.annotations.NullMarked;
