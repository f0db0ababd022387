/** RTP and RTCP as a receiver needs them: packets, reordering, loss, and reports. */
@NullMarked
package dev.rillcast.rtp;

import org.jspecify.annotations.NullMarked;
