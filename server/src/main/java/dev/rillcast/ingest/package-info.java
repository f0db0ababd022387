/**
 * The embedded ingest: takes what RTMP publishers bring and keeps it live, as FLV tags, for those
 * who watch.
 */
@NullMarked
package dev.rillcast.ingest;

import org.jspecify.annotations.NullMarked;
