package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import dev.rillcast.media.Codec;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What one run measured; CPU in seconds for each second of the film.
 *
 * @param child of the server's child
 * @param bare of the bare command beside it, at the same pace
 * @param free of the bare command as fast as it can; NaN if that was not asked for
 * @param server of the server itself
 * @param latency milliseconds of each frame from its source's last packet to the RTMP bytes
 * @param sent pictures of the publisher
 * @param received of these, at the sink
 * @param command the bare one
 * @param faults what makes the run unfit to be compared; empty for a clean one
 */
record TranscodeFigures(
        Codec codec,
        double child,
        double bare,
        double free,
        double server,
        Quantiles latency,
        long sent,
        long received,
        String command,
        List<String> faults) {
    /** Pictures are 33 ms apart. */
    private static final int HOLE_MILLIS = 100;

    /** A child may still hold the last pictures when the film stops. */
    private static final int HELD = 2;

    /** How many times the CPU of the bare command the child takes. */
    double ratio() {
        return child / bare;
    }

    /** The same, against the command as fast as it can. */
    double ratioFree() {
        return child / free;
    }

    /** What went wrong, by the accounts of publisher, sink and server. */
    static List<String> faults(long sent, Received received, JsonNode report) {
        JsonNode target = report.path("targets").path(0);
        JsonNode video = target.path("video");
        long missing = sent - received.videoFrames();
        return Stream.of(
                        fault(missing > HELD ? missing : 0, "frames did not arrive"),
                        fault(received.backward(), "time stamps go back"),
                        fault(received.videoGap() > HOLE_MILLIS ? 1 : 0, "holes"),
                        fault(target.path("dropped").asLong(), "frames were dropped"),
                        fault(video.path("dropped").asLong(), "frames were not transcoded"),
                        fault(video.path("restarts").asLong(), "restarts of the child"),
                        fault(report.path("video").path("lost").asLong(), "packets were lost"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> fault(long count, String what) {
        return count == 0 ? List.of() : List.of(count + " " + what);
    }

    /** In the form that all benches have. */
    Run run() {
        return new Run(
                codec + " to H.264",
                List.of(
                        Figure.of("CPU of the child, ms per second of video", 1_000 * child),
                        Figure.of("CPU of the bare command beside it, ms", 1_000 * bare),
                        Figure.atMost(1.15, "child / bare", ratio()),
                        Figure.of("CPU of the bare command, not paced, ms", 1_000 * free),
                        Figure.of("child / bare, not paced", ratioFree()),
                        Figure.of("CPU of the server itself, ms", 1_000 * server),
                        Figure.atMost(150, "added latency, ms, p50", latency.at(0.5)),
                        Figure.of("added latency, ms, p99", latency.at(0.99)),
                        Figure.of("pictures sent", (double) sent),
                        Figure.of("pictures received", (double) received)),
                faults);
    }
}
