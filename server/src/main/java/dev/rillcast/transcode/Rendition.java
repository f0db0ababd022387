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
 * @param size else as the first picture has it, or the camera
 * @param camera what it gives, if that is told; counts if the first picture has its shape, since
 *     browsers begin with smaller pictures than they go on with
 */
public record Rendition(
        OptionalInt bitrate,
        OptionalDouble frameRate,
        Optional<PictureSize> size,
        Optional<PictureSize> camera) {
    private static final double USUAL_BITRATE = 2_500_000; // of 720p at 30 frames per second
    private static final double USUAL_PIXELS = 1_280 * 720;
    private static final double USUAL_RATE = 30;

    /** Without a word of the camera. */
    Rendition(OptionalInt bitrate, OptionalDouble frameRate, Optional<PictureSize> size) {
        this(bitrate, frameRate, size, Optional.empty());
    }

    /** The size of all pictures, by what is known with the first one. */
    PictureSize sizeFor(PictureSize first) {
        return size.orElseGet(() -> camera.filter(whole -> alike(whole, first)).orElse(first));
    }

    /** Whether two have one shape, but for what is lost where a side is rounded. */
    private static boolean alike(PictureSize one, PictureSize other) {
        long a = (long) one.width() * other.height();
        long b = (long) one.height() * other.width();
        return Math.abs(a - b) * 50 < a;
    }

    /**
     * Bit/s of a picture of this size, rounded to 1,000: the one that is asked for, else what
     * platforms advise. Larger pictures, and more of them, need less for each pixel.
     */
    public int bitrate(PictureSize picture) {
        double pixels = picture.width() * picture.height() / USUAL_PIXELS;
        double rate = frameRate.orElse(USUAL_RATE) / USUAL_RATE;
        double usual = USUAL_BITRATE * Math.pow(pixels, 0.75) * Math.sqrt(rate);
        return bitrate.orElse(1_000 * (int) Math.max(100, Math.round(usual / 1_000)));
    }
}
