package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.FlvFile;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A computer whose network changes while its broadcast is live. */
@Tag("browser")
@Tag("alone")
@Timeout(60)
class NewAddressTest {
    @TempDir static Path directory;

    @Test
    void thePictureIsBackInThreeSecondsAndTheIngestHasNotNoticed() throws Exception {
        try (Namespace network = Namespace.ipv4(directory);
                Visit visit = Visit.open(network)) {
            visit.goLive();
            CompletableFuture<Path> recording = visit.record(directory, 9);
            visit.page().pass(3_000);
            network.roam();
            FlvFile recorded = FlvFile.read(visit.await(recording));
            assertEquals("0 retries; started connected firstFrame publisherMoved", report(visit));
            long still = longestStill(recorded);
            assertTrue(still < 3_000, still + " ms without a new picture");
        }
    }

    private static Object report(Visit visit) {
        return visit.page()
                .run(
                        """
                        const {report} = await user.stopBroadcast();
                        const events = report.events.map(({event}) => event);
                        return `${report.targets[0].retries} retries; ${events.slice(0, -1).join(' ')}`;""");
    }

    /** Milliseconds. Key frames may be what stands in for the publisher. */
    private static long longestStill(FlvFile recorded) {
        long[] times =
                recorded.pictures().stream()
                        .filter(picture -> !picture.isKeyFrame())
                        .mapToLong(FlvFile.Tag::time)
                        .toArray();
        return IntStream.range(1, times.length)
                .mapToLong(i -> times[i] - times[i - 1])
                .max()
                .orElseThrow();
    }
}
