package dev.rillcast.whip;

import dev.rillcast.Viewing.Picture;
import java.util.List;
import java.util.stream.IntStream;

/** How regularly the pictures of a stretch of a stream come, of which there are 30 a second. */
record Rhythm(List<Picture> pictures) {
    private static final double RATE = 30;

    /** In milliseconds: a picture may be moved by 5 beside the sound, and rounding takes one. */
    private static final long LONGEST_STEP = 50;

    /** In milliseconds. */
    private static final long LATE = 100;

    /** Those that came within the time, of {@link System#nanoTime()}. */
    Rhythm between(long from, long to) {
        return new Rhythm(
                pictures.stream()
                        .filter(p -> p.arrival() - from >= 0 && p.arrival() - to < 0)
                        .toList());
    }

    /** From each picture but the first to the one before it, in milliseconds of the stream. */
    private IntStream steps() {
        return places().map(this::step);
    }

    private IntStream places() {
        return IntStream.range(1, pictures.size());
    }

    private int step(int place) {
        return (int) (pictures.get(place).time() - pictures.get(place - 1).time());
    }

    /** How many pictures are left out, as the times tell. */
    int missing() {
        return steps().map(step -> (int) Math.round(step * RATE / 1_000) - 1).sum();
    }

    /** In milliseconds of the stream. */
    int largestStep() {
        return steps().max().orElse(Integer.MAX_VALUE);
    }

    /** Between two arrivals, in milliseconds. */
    long largestWait() {
        return places().mapToLong(i -> pictures.get(i).arrival() - pictures.get(i - 1).arrival())
                .map(nanos -> nanos / 1_000_000)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** The pictures that others are missing before. */
    List<Picture> behindHoles() {
        return places().filter(i -> step(i) > LONGEST_STEP).mapToObj(pictures::get).toList();
    }

    /** How late a picture came against its time in the stream, in milliseconds; the middle one. */
    long lag() {
        long[] sorted = pictures.stream().mapToLong(Rhythm::lag).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long lag(Picture picture) {
        return picture.arrival() / 1_000_000 - picture.time();
    }

    /**
     * When the last picture came that was late against what is usual, or behind a hole: in
     * milliseconds since a moment, -1 if there was none.
     */
    long restless(long usualLag, long since) {
        return places().filter(
                        i -> step(i) > LONGEST_STEP || lag(pictures.get(i)) - usualLag > LATE)
                .mapToLong(i -> (pictures.get(i).arrival() - since) / 1_000_000)
                .max()
                .orElse(-1);
    }
}
