/**
 * RTP and RTCP as a receiver needs them: packets, reordering, loss, reports, and frames put
 * together again.
 */
@NullMarked
package dev.rillcast.rtp;

import org.jspecify.annotations.NullMarked;
