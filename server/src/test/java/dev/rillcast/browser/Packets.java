package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import java.nio.file.Path;
import java.util.List;

/**
 * What a recording has of one track.
 *
 * @param times in seconds
 * @param keys whether decoding can begin there
 */
record Packets(List<Double> times, List<Boolean> keys) {
    /**
     * Reads them.
     *
     * @param track v or a
     */
    static Packets of(Path recording, String track) throws Exception {
        List<String[]> packets =
                Program.run(
                                recording.resolveSibling(""),
                                "ffprobe -v error -select_streams %s -show_entries packet=dts_time,flags -of csv=p=0 %s"
                                        .formatted(track, recording)
                                        .split(" ", -1))
                        .lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.split(",", -1))
                        .toList();
        return new Packets(
                packets.stream().map(packet -> Double.valueOf(packet[0])).toList(),
                packets.stream().map(packet -> packet[1].startsWith("K")).toList());
    }

    void assertNoStepBack() {
        for (int i = 1; i < times.size(); i++) {
            assertTrue(times.get(i) >= times.get(i - 1), "back at " + times.get(i));
        }
    }

    /** Seconds from one to the next. */
    double largestGap() {
        int at = behindLargestGap();
        return times.get(at) - times.get(at - 1);
    }

    /** The index of the packet behind that. */
    int behindLargestGap() {
        int largest = 1;
        for (int i = 2; i < times.size(); i++) {
            double gap = times.get(i) - times.get(i - 1);
            largest = gap > times.get(largest) - times.get(largest - 1) ? i : largest;
        }
        return largest;
    }
}
