/** The signalling protocol (docs/signalling.md): its messages, and one session per WebSocket. */
@NullMarked
package dev.rillcast.signal;

import org.jspecify.annotations.NullMarked;
