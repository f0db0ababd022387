/**
 * RTMP 1.0, either side of a connection: handshake, chunks, messages and commands; and the
 * publisher that pushes a stream to an ingest.
 */
@NullMarked
package dev.rillcast.rtmp;

import org.jspecify.annotations.NullMarked;
