package dev.rillcast.bench;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What one run measured.
 *
 * @param ready seconds from the launcher's start to a server that is ready
 * @param idle resident megabytes before the first stream
 * @param memory megabytes above that, per stream
 * @param cpu milliseconds per stream-second
 * @param firstFrame milliseconds from each offer to its first coded frame at the sink
 * @param ice the publisher's share: milliseconds from each offer to its connection
 * @param latency milliseconds of each frame from its last packet to the RTMP bytes
 * @param faults what makes the run unfit to be compared, in words; empty for a clean one
 */
record Figures(
        double ready,
        double idle,
        double memory,
        double cpu,
        Quantiles firstFrame,
        Quantiles ice,
        Quantiles latency,
        List<String> faults) {

    /** Frames are 33 ms apart, and packets of sound 21 ms. */
    private static final int HOLE_MILLIS = 100;

    /** What went wrong, by the accounts of all three programs. */
    static List<String> faults(
            int streams, JsonNode published, List<Received> received, long dropped) {
        long lost = streams - received.stream().filter(r -> r.firstVideo() > 0).count();
        long holes =
                received.stream()
                        .filter(r -> Math.max(r.videoGap(), r.audioGap()) > HOLE_MILLIS)
                        .count();
        long backward = received.stream().mapToLong(Received::backward).sum();
        return Stream.of(
                        fault(lost, "streams never arrived"),
                        fault(published.path("failed").asInt(), "streams did not connect"),
                        fault(published.path("dropped").asInt(), "connections were lost"),
                        fault(dropped, "frames were dropped"),
                        fault(holes, "streams have holes"),
                        fault(backward, "time stamps go back"),
                        fault(
                                published.path("worst_stream_lost").asInt(),
                                "packets of one stream were lost"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> fault(long count, String what) {
        return count == 0 ? List.of() : List.of(count + " " + what);
    }
}
