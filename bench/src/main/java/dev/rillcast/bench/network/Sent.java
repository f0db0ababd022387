package dev.rillcast.bench.network;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the browser sent, by its own account.
 *
 * @param pictures the times of all that it encoded, in milliseconds from the first one
 * @param target the bitrate that it had found for its pictures at last, in bit/s
 * @param height of its pictures at last
 */
record Sent(List<Long> pictures, double target, int height) {
    private static final int RTP_RATE = 90; // ticks in a millisecond

    /** Two samples a second; the last seconds tell what it came to. */
    private static final int LAST_SAMPLES = 8;

    static Sent of(JsonNode account) {
        List<Integer> times =
                StreamSupport.stream(account.get("frames").spliterator(), false)
                        .map(time -> (int) time.asLong())
                        .toList();
        List<Long> pictures =
                IntStream.range(0, times.size()) // a difference is right where the times wrap, too
                        .mapToObj(i -> (times.get(i) - times.getFirst()) / (long) RTP_RATE)
                        .toList();
        List<JsonNode> samples =
                StreamSupport.stream(account.get("samples").spliterator(), false).toList();
        double target =
                samples.stream()
                        .skip(Math.max(0, samples.size() - LAST_SAMPLES))
                        .mapToDouble(sample -> sample.get("target").asDouble())
                        .average()
                        .orElse(0);
        return new Sent(pictures, target, samples.getLast().get("height").asInt());
    }

    /** How many pictures there are in so many milliseconds at the end. */
    int within(long millis) {
        long from = pictures.getLast() - millis;
        return (int) pictures.stream().filter(time -> time >= from).count();
    }
}
