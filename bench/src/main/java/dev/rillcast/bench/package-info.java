/**
 * The benches: they start the server, and publishers with an RTMP sink or users with their sockets,
 * and measure from outside.
 */
@NullMarked
package dev.rillcast.bench;

import org.jspecify.annotations.NullMarked;
