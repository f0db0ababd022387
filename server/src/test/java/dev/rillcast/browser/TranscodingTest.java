package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.PlaywrightException;
import dev.rillcast.StreamProbe;
import dev.rillcast.TestPattern;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a page is told of transcoding, and sizes that are not the camera's. */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class TranscodingTest {
    @TempDir static Path directory;

    @RegisterExtension
    static final OpenedPage OPENED = OpenedPage.with("RILLCAST_TRANSCODE_MAX", "1");

    private static TestPattern pattern;

    @BeforeAll
    static void makePattern() throws Exception {
        pattern = TestPattern.make(directory);
    }

    private static PatternBroadcast start(UserPage page, String codec, String... targets)
            throws Exception {
        PatternBroadcast.show(page, pattern);
        return PatternBroadcast.start(page, OPENED.server(), codec, List.of(targets));
    }

    @Test
    void theSizeStaysWhenThePictureTurns() throws Exception {
        UserPage page = OPENED.page();
        PatternBroadcast broadcast =
                start(page, "VP8", "framerate: 15, width: 480, height: 360", "framerate: 15");
        page.pass(1_000);
        page.run("setTimeout(() => camera.resize(360, 640), 5000)");
        List<Path> files = broadcast.record(directory, 12).files();
        page.stop();

        assertTurned(files.get(0), "480x360", "crop=480:270:0:45", "crop=202:360:139:0");
        assertTurned(files.get(1), "640x360", "null", "crop=202:360:219:0");
    }

    /**
     * @param wide where the picture is before it was turned
     * @param high where it is afterwards
     */
    private static void assertTurned(Path file, String size, String wide, String high)
            throws Exception {
        StreamProbe probe = StreamProbe.of(file);
        assertEquals(List.of(size), Pictures.sizes(file));
        assertEquals("", probe.errors());
        assertEquals(15, probe.frameRate(), 0.75);
        assertTrue(probe.smallestStep() > 0, probe::toString);
        assertTrue(probe.largestHole() < 150, probe::toString);
        int half = half(probe);
        assertTrue(counts(TestPattern.numbers(probe.matroska(), wide).subList(0, half)), "wide");
        List<Integer> turned = TestPattern.numbers(probe.matroska(), high);
        assertTrue(counts(turned.subList(turned.size() - half, turned.size())), "high");
    }

    private static int half(StreamProbe probe) {
        return (int) (probe.frameRate() * 3);
    }

    /**
     * Whether the pictures' numbers go up, but for those where the pattern begins anew or flashes.
     */
    private static boolean counts(List<Integer> numbers) {
        int up = 0;
        for (int i = 1; i < numbers.size(); i++) {
            int step = numbers.get(i) - numbers.get(i - 1);
            up += step > 0 && step < 6 ? 1 : 0;
        }
        return up > numbers.size() * 0.6;
    }

    @Test
    void thePageIsToldWhoGetsWhatAndWhy() throws Exception {
        UserPage page = OPENED.page();
        PatternBroadcast broadcast = start(page, "VP9", "videobitrate: 400000", "passthrough: '1'");
        List<Path> _ = broadcast.record(directory, 2).files();
        String told =
                (String)
                        page.run(
                                """
                                return events
                                    .filter(({name, data}) => name === 'BroadcastStatus' && data.video)
                                    .map(({data: {streamname, video, text}}) =>
                                        [streamname, video.mode, video.from, video.why, text].join())
                                    .sort().join('\\n')""");
        assertTrue(told.contains("VP9-0,transcoding,VP9,the browser sends VP9"), told);
        assertTrue(told.contains("VP9-1,passthrough,VP9,the ingest takes VP9"), told);
        String report =
                (String)
                        page.run(
                                """
                                const {report} = await user.stopBroadcast();
                                return JSON.stringify(report.targets.map(({video}) => video));""");
        assertTrue(
                report.contains("\"mode\":\"transcoding\",\"from\":\"VP9\",\"to\":\"H264\""),
                report);
        assertTrue(report.contains("\"bitrate\":400000"), report);
        assertTrue(report.contains("\"width\":640,\"height\":360"), report);
        assertTrue(
                report.contains("\"mode\":\"passthrough\",\"from\":\"VP9\",\"to\":\"VP9\""),
                report);
    }

    @Test
    void oneTranscoderMoreThanThereMayBeIsRefused() throws Exception {
        UserPage page = OPENED.page();
        PatternBroadcast _ = start(page, "VP8", "videobitrate: 400000");
        UserPage other = OPENED.another();
        PlaywrightException refused =
                Assertions.assertThrows(
                        PlaywrightException.class, () -> start(other, "AV1", "framerate: 10"));
        assertTrue(refused.getMessage().contains("transcode.max"), refused::getMessage);
        PatternBroadcast _ =
                PatternBroadcast.start(
                        other, OPENED.server(), "H264", List.of("audiobitrate: 64000"));
        page.stop();
        other.stop();
    }
}
