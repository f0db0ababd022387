package dev.rillcast.transcode;

import dev.rillcast.media.PictureSize;
import java.util.List;
import java.util.Optional;

/**
 * How a transcoder does.
 *
 * @param picture the latest that came in
 * @param sizes of what comes out, one for each rendition; empty before the first picture
 * @param in frames that the child got
 * @param dropped frames that it did not
 * @param restarts after a child that died or hung
 * @param log the last lines of the child's standard error
 */
public record TranscoderFigures(
        Optional<PictureSize> picture,
        List<PictureSize> sizes,
        long in,
        long dropped,
        int restarts,
        List<String> log) {}
