package dev.rillcast.transcode;

import dev.rillcast.media.PictureSize;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a picture is to come out. Targets that want the same share one.
 *
 * @param bitrate bit/s; else it follows from size and frame rate
 * @param frameRate constant frames per second; else each picture comes out when it came in
 * @param size else as the first picture has it
 */
public record Rendition(
        OptionalInt bitrate, OptionalDouble frameRate, Optional<PictureSize> size) {}
