/**
 * One broadcast from its start to its end: the peer's frames, one time line, and the RTMP target.
 */
@NullMarked
package dev.rillcast.broadcast;

import org.jspecify.annotations.NullMarked;
