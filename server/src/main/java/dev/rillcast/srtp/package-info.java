/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) on {@code javax.crypto}: packets are sealed in place and, but
 * for RTCP, opened into another array. Nothing here is safe for two threads at once.
 */
@NullMarked
package dev.rillcast.srtp;

import org.jspecify.annotations.NullMarked;
