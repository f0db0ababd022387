/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) on {@code javax.crypto}: packets are opened and sealed in
 * place, in the array that the socket filled. Nothing here is safe for two threads at once.
 */
@NullMarked
package dev.rillcast.srtp;

import org.jspecify.annotations.NullMarked;
