/** Audio in this process, video in a child; FFmpeg is known here and nowhere else. */
@NullMarked
package dev.rillcast.transcode;

import org.jspecify.annotations.NullMarked;
