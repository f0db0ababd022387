/** Audio from Opus to AAC in this process; FFmpeg's libraries are known here and nowhere else. */
@NullMarked
package dev.rillcast.transcode;

import org.jspecify.annotations.NullMarked;
