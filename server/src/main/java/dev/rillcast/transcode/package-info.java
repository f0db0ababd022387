/** What strangers send decoded, and video encoded, in child processes: ffmpeg. */
@NullMarked
package dev.rillcast.transcode;

import org.jspecify.annotations.NullMarked;
