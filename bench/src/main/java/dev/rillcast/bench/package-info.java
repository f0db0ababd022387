/**
 * The load bench: it starts the server, a publisher and an RTMP sink, and measures from outside.
 */
@NullMarked
package dev.rillcast.bench;

import org.jspecify.annotations.NullMarked;
