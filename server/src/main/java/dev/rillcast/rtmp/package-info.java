/**
 * RTMP and FLV: handshake, chunks, messages and AMF0, the publisher that pushes to an ingest, and
 * the small ingest that is built in.
 */
@NullMarked
package dev.rillcast.rtmp;

import org.jspecify.annotations.NullMarked;
