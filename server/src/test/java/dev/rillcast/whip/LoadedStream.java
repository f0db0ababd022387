package dev.rillcast.whip;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * What became of one of the broadcasts of {@link StolenProcessors}.
 *
 * @param file all that its viewer got
 * @param all the pictures of that
 * @param knocked those of the time of the knocks alone
 * @param loaded those of the load's time
 * @param clean those from five seconds after the load on
 * @param before its report before the knocks
 * @param after its report after them, before the load
 * @param last its report after its end
 * @param restless in milliseconds from the load's end to the last picture that was late or behind a
 *     hole; less than 0 if there was none
 */
record LoadedStream(
        String name,
        Path file,
        Rhythm all,
        Rhythm knocked,
        Rhythm loaded,
        Rhythm clean,
        JsonNode before,
        JsonNode after,
        JsonNode last,
        long restless) {
    /** Packets of both tracks, of the end. */
    long packets(String count) {
        return packets(last, count);
    }

    static long packets(JsonNode report, String count) {
        return report.path("video").path(count).asLong()
                + report.path("audio").path(count).asLong();
    }

    /** Frames that its target did not get. */
    long dropped() {
        return dropped(last);
    }

    static long dropped(JsonNode report) {
        return report.path("targets").path(0).path("dropped").asLong();
    }

    /** How often a track began anew, as its clock seemed to stand: another place is no hole. */
    long jumps() {
        return last.path("sync").path("jumps").asLong();
    }

    /** For people. */
    @Override
    public String toString() {
        return "%s: %d packets lost, %d recovered, %d frames dropped, %d pictures missing, %d jumps; under load %d pictures, at most %d ms apart, come after %d ms; restless until %d ms after it"
                .formatted(
                        name,
                        packets("lost"),
                        packets("recovered"),
                        dropped(),
                        all.missing(),
                        jumps(),
                        loaded.pictures().size(),
                        loaded.largestStep(),
                        loaded.largestWait(),
                        restless);
    }
}
