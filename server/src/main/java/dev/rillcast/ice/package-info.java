/**
 * STUN (RFC 8489) and the lite, always controlled side of ICE (RFC 8445): connectivity checks are
 * answered, never sent.
 */
@NullMarked
package dev.rillcast.ice;

import org.jspecify.annotations.NullMarked;
