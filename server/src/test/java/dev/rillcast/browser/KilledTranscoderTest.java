package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Leftovers;
import dev.rillcast.OtherIngest;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The child process of a broadcast is killed or stands still, while another broadcast runs. */
@Tag("browser")
@Tag("alone")
@Timeout(180)
class KilledTranscoderTest {
    /** AAC frames are 21 ms apart; FLV's times are whole milliseconds. */
    private static final double NO_HOLE = 0.03;

    /** Chromium's pictures on a busy machine. */
    private static final double NO_STALL = 1;

    @TempDir static Path directory;

    /** Seconds of video that may be missing: a child that stands still must be seen to do so. */
    @ParameterizedTest
    @CsvSource({"KILL, 4", "STOP, 10"})
    void theBroadcastGoesOnWithAKeyFrameAndTheOneBesideItNoticesNothing(String signal, double gap)
            throws Exception {
        try (OtherIngest nginx = OtherIngest.nginx(directory);
                TestServer server = start();
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(640, 480);
                BrowserContext otherWindow = browsers.window(640, 480)) {
            UserPage beside = prepared(otherWindow, server, "VP8");
            UserPage page = prepared(window, server, "VP8");
            Transcoders transcoders = new Transcoders();
            Leftovers before = Leftovers.now();
            live(beside, "{output: '%s'}".formatted(nginx.url("beside")));
            List<ProcessHandle> its = transcoders.await(running -> running.size() == 1);
            live(page, "{output: '%s'}".formatted(nginx.url("hit")));
            ProcessHandle victim = transcoders.awaitOtherThan(its);
            List<ProcessHandle> both = transcoders.running();
            page.pass(2_000);

            Transcoders.signal(victim, signal, directory);

            page.run("await until(() => restarted(1) === 1)");
            ProcessHandle next = transcoders.awaitOtherThan(both);
            page.pass(3_000);
            assertTrue(next.isAlive(), "the next one runs");
            assertEquals(1, stop(page));
            assertEquals(0, stop(beside));
            assertTrue(beside.check("restarted(1) === 0 && !told(1, 7) && !told(1, 8)"));

            assertGoesOn(nginx.recording("hit"), gap);
            assertGoesOn(nginx.recording("beside"), NO_STALL);
            transcoders.await(List::isEmpty);
            before.awaitNoMore();
        }
    }

    @Test
    void afterTheThirdRestartTheTargetFailsAndTheOneThatPassesThroughGoesOn() throws Exception {
        try (OtherIngest nginx = OtherIngest.nginx(directory);
                TestServer server = start();
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(640, 480)) {
            UserPage page = prepared(window, server, "H264");
            Transcoders transcoders = new Transcoders();
            Leftovers before = Leftovers.now();
            live(
                    page,
                    "[{output: '%s', h264passthrough: '0'}, {output: '%s'}]"
                            .formatted(nginx.url("made"), nginx.url("passing")));
            for (int i = 1; i <= 4; i++) {
                List<ProcessHandle> one = transcoders.await(running -> running.size() == 1);
                page.pass(500);
                Transcoders.signal(one.getFirst(), "KILL", directory);
                if (i < 4) {
                    page.run("await until(() => restarted(1) === %d)".formatted(i));
                }
            }
            page.run("await until(() => told(1, 8))");
            Object why =
                    page.run(
                            "return events.find(({data}) => data?.target === 1 && data.state === 8).data.text");
            assertTrue(why.toString().contains("transcod"), why::toString);
            page.pass(2_000);
            assertTrue(page.check("!told(2, 7) && !told(2, 8)"));
            assertEquals(3, stop(page));
            assertGoesOn(nginx.recording("passing"), NO_STALL);
            transcoders.await(List::isEmpty);
            before.awaitNoMore();
        }
    }

    private static TestServer start() throws IOException {
        return TestServer.start(
                "RILLCAST_OUTPUTS_ALLOW", "127.0.0.1", "RILLCAST_TRANSCODE_MAX", "2");
    }

    /** A user who is signed in and shows a small picture. */
    private static UserPage prepared(BrowserContext window, TestServer server, String codec) {
        UserPage page = UserPage.open(window, server);
        page.run(
                """
                window.told = (target, state) => events.some(({name, data}) =>
                    name === 'BroadcastStatus' && data.target === target && data.state === state);
                window.restarted = (target) => events.filter(({name, data}) =>
                    name === 'BroadcastStatus' && data.target === target &&
                    data.text?.includes('restarted')).length;
                await user.setConfig({codecs: {videoCodec: 'CODEC'}});
                await user.startPreview({videoDeviceConfig: {width: 320, height: 180}});
                await user.signIn({server: location.origin, userName: 'Ada'});"""
                        .replace("CODEC", codec));
        return page;
    }

    private static void live(UserPage page, String targets) {
        page.run(
                """
                await user.startBroadcast({transcodingTargets: %s});
                await until(() => told(1, 6));"""
                        .formatted(targets));
    }

    /** Ends the broadcast; how often the transcoder of target 1 was restarted by the report. */
    private static int stop(UserPage page) {
        Object restarts =
                page.run(
                        """
                        const {report} = await user.stopBroadcast();
                        return report.targets[0].video.restarts;""");
        return ((Number) restarts).intValue();
    }

    /**
     * Times never go back, the sound has no hole, and behind the largest one the video has a key
     * frame.
     */
    private static void assertGoesOn(Path recording, double gap) throws Exception {
        Recording.assertClean(recording);
        Packets video = Packets.of(recording, "v");
        Packets audio = Packets.of(recording, "a");
        video.assertNoStepBack();
        audio.assertNoStepBack();
        assertTrue(
                audio.largestGap() < NO_HOLE, recording + ": no sound for " + audio.largestGap());
        assertTrue(video.largestGap() < gap, recording + ": no video for " + video.largestGap());
        boolean key = video.keys().get(video.behindLargestGap());
        assertTrue(key || video.largestGap() < NO_STALL, recording + ": no key frame behind it");
    }
}
