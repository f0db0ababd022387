package dev.rillcast.media;

/** Of a picture that encoders take, in pixels: both sides are even, and 16 to 4,096. */
public record PictureSize(int width, int height) {
    public static final int MIN = 16;
    public static final int MAX = 4_096;

    /**
     * @throws IllegalArgumentException naming the side that can't be
     */
    public PictureSize {
        check("width", width);
        check("height", height);
    }

    /** The nearest such size that is no larger; small ones become the smallest. */
    public static PictureSize near(int width, int height) {
        return new PictureSize(near(width), near(height));
    }

    private static int near(int side) {
        return Math.clamp(side, MIN, MAX) & ~1;
    }

    private static void check(String name, int side) {
        if (side < MIN || side > MAX || (side & 1) != 0) {
            throw new IllegalArgumentException(
                    "%s must be even, and %d to %d".formatted(name, MIN, MAX));
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
