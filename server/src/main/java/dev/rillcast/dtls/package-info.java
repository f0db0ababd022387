/**
 * The DTLS 1.2 handshake that gives SRTP its keys (RFC 5763, RFC 5764), with BouncyCastle, which no
 * other room knows.
 */
@NullMarked
package dev.rillcast.dtls;

import org.jspecify.annotations.NullMarked;
