/**
 * SDP (RFC 8866): offers read, answers written, and what the two sides agree on (RFC 8829, RFC
 * 9429).
 */
@NullMarked
package dev.rillcast.sdp;

import org.jspecify.annotations.NullMarked;
