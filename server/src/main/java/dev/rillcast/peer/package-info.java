/**
 * One WebRTC connection with a client: the door that it comes in by, its handshake, its media, the
 * feedback to it.
 */
@NullMarked
package dev.rillcast.peer;

import org.jspecify.annotations.NullMarked;
