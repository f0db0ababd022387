package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.FlashAndBeep;
import dev.rillcast.StreamProbe;
import dev.rillcast.TestPattern;
import dev.rillcast.TestPattern.Likeness;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each codec that Chromium sends, with all that may be asked of it: one broadcast, and a target for
 * each case. {@code -Drillcast.seconds=20} looks at them for longer.
 */
@Tag("browser")
@Tag("alone")
@Timeout(240)
class CodecMatrixTest {
    private static final int SECONDS = Integer.getInteger("rillcast.seconds", 6);

    /** Until the browser has found its bitrate. */
    private static final int WARM_UP_MILLIS = 4_000;

    private static final String SLOW = "h264passthrough: '0', videobitrate: 300000, framerate: 10";
    private static final String FAST = "h264passthrough: '0', videobitrate: 900000, framerate: 25";
    private static final String UNTOUCHED = "h264passthrough: '1', passthrough: '1'";

    /** Worse than any encoder here makes of the pattern, better than any other picture. */
    private static final double LIKE = 0.85;

    private static final double SKEW_MILLIS = 80;

    @TempDir static Path directory;

    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    private static TestPattern pattern;

    /** What a target must get. */
    private record Wanted(
            String video,
            String profile,
            String audio,
            double rate,
            double bitrate,
            double gop,
            long hole) {

        /** A constant rate, with a frame's distance of room; a GOP of 2 s. */
        static Wanted transcoded(double rate, double bitrate) {
            return new Wanted(
                    "h264", "Main", "aac", rate, bitrate, 2.1, (long) (1_500 / rate) + 50);
        }

        /** What the browser has sent, which has its own ways when the machine is busy. */
        static Wanted untouched(String codec, String profile, PatternBroadcast.Sent sent) {
            return new Wanted(codec, profile, "opus", sent.rate(), sent.bitrate(), 4, 2_000);
        }
    }

    @BeforeAll
    static void makePattern() throws Exception {
        pattern = TestPattern.make(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "H264, h264, Constrained Baseline",
        "VP8, vp8, 0",
        "VP9, vp9, Profile 0",
        "AV1, av1, Main"
    })
    void eachTargetGetsWhatItAskedFor(String codec, String name, String profile) throws Exception {
        UserPage page = OPENED.page();
        PatternBroadcast.show(page, pattern);
        PatternBroadcast broadcast =
                PatternBroadcast.start(
                        page, OPENED.server(), codec, List.of(SLOW, FAST, UNTOUCHED));
        page.pass(WARM_UP_MILLIS);
        PatternBroadcast.Recorded recorded = broadcast.record(directory, SECONDS);
        page.stop();

        List<Path> files = recorded.files();
        assertAll(
                () -> check(files.get(0), Wanted.transcoded(10, 300_000)),
                () -> check(files.get(1), Wanted.transcoded(25, 900_000)),
                () -> check(files.get(2), Wanted.untouched(name, profile, recorded.sent())));
    }

    private static void check(Path file, Wanted wanted) throws Exception {
        StreamProbe probe = StreamProbe.of(file);
        Likeness likeness = pattern.likeness(probe.matroska(), "null");
        List<Double> skews = FlashAndBeep.skewsMillis(probe.matroska()).stream().sorted().toList();
        assertAll(
                wanted + ", but " + probe + ", " + likeness + ", " + skews,
                () -> assertEquals(wanted.video, probe.video()),
                () -> assertEquals(wanted.profile, probe.profile()),
                () -> assertEquals("640x360", probe.width() + "x" + probe.height()),
                () -> assertEquals(wanted.rate, probe.frameRate(), wanted.rate * 0.05),
                () -> assertEquals(wanted.bitrate, probe.bitrate(), wanted.bitrate * 0.15),
                () -> assertTrue(probe.longestGop() < wanted.gop, "key frames are too far apart"),
                () -> assertTrue(probe.idr(), "a key frame is none"),
                () -> assertEquals(wanted.audio, probe.audio()),
                () -> assertEquals("2 48000", probe.channels() + " " + probe.sampleRate()),
                () -> assertEquals("", probe.errors()),
                () -> assertTrue(probe.smallestStep() > 0, "time stamps do not increase"),
                () -> assertTrue(probe.largestHole() < wanted.hole, "something is missing"),
                () -> assertTrue(likeness.least() > LIKE, "another picture"),
                () -> assertTrue(Math.abs(middle(skews)) < SKEW_MILLIS, "skew"));
    }

    private static double middle(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }
}
