package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other streams' sound, mixed into what is being sent. The microphone hears 1 kHz all the time. */
@Tag("browser")
@Timeout(120)
class InjectTest {
    private static final double HEARD = 0.05;

    /** What speech wants of a browser takes a steady tone away. */
    private static final String PREVIEW =
            """
            window.plain = {autoGainControl: false, echoCancellation: false, noiseSuppression: false};
            await user.startPreview({
              videoDeviceConfig: {width: 320, height: 180}, audioDeviceConfig: {device: 0, ...plain}});
            """;

    @TempDir static Path directory;

    @Test
    void soundIsMixedInAndTakenOutWithoutAGap() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = humming();
                BrowserContext window = browsers.window(640, 480)) {
            UserPage page = UserPage.open(window, server);
            page.run(PREVIEW);
            page.goLive("mix");
            CompletableFuture<Path> recording = page.record(directory, "mix", 12);
            page.pass(2_000);
            page.run(
                    "window.one = await user.injectExternalMediaStream({stream: tone(400), tracks: ['audio']})");
            page.pass(1_500);
            page.run("window.two = await user.injectExternalMediaStream({stream: tone(600)})");
            page.pass(1_500);
            page.run("one.remove()");
            page.pass(1_500);
            page.run("await user.setAudioDevice({device: 1, ...plain})");
            page.pass(1_500);
            page.run("two.remove()");
            Path file = recording.get();
            Sound sound = Sound.of(file);
            double pause = sound.longestPauseMillis(1_000, HEARD);
            assertTrue(pause <= 40, "the microphone paused for " + pause + " ms");
            assertBetween(2, 5, sound.secondsOf(400, HEARD));
            assertBetween(3.5, 7, sound.secondsOf(600, HEARD));
            Recording.assertClean(file);
            assertEquals(1, page.run("return negotiations"));
            page.stop();
        }
    }

    @Test
    void mutingSilencesTheMicrophoneOnly() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = humming();
                BrowserContext window = browsers.window(640, 480)) {
            UserPage page = UserPage.open(window, server);
            page.run(PREVIEW + "user.muteAudio(true);");
            page.run("await user.injectExternalMediaStream({stream: tone(400)})");
            page.goLive("muted");
            Path file = page.record(directory, "muted", 4).get();
            Sound sound = Sound.of(file);
            assertEquals(0, sound.secondsOf(1_000, HEARD), 0.05);
            assertTrue(sound.secondsOf(400, HEARD) > 3);
            page.stop();
        }
    }

    /** Runs by itself, as whatever Playwright evaluates in a page counts as the user's touch. */
    private static final String UNTOUCHED =
            """
            <!doctype html><script src="/sdk/rillcast.js"></script><script type="module">
              const user = new RtcUser();
              const codes = [];
              user.on('MediaStreamError', ({error}) => codes.push(error.code));
              const canvas = document.createElement('canvas');
              canvas.getContext('2d');
              const {stream} = await user.setMediaStream(canvas.captureStream());
              const other = new MediaStreamAudioDestinationNode(new AudioContext());
              await user.injectExternalMediaStream({stream: other.stream});
              const silent = () => stream.getAudioTracks().length === 0;
              console.log('before', silent(), String(codes));
              while (silent()) await new Promise((resolve) => setTimeout(resolve, 50));
              console.log('after');
            </script>""";

    @Test
    void aPageThatDoesNotCaptureMixesFromTheFirstClickOn() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = humming("--autoplay-policy=document-user-activation-required");
                BrowserContext window = browsers.window(640, 480)) {
            Page page = window.newPage();
            String address = server.http("/untouched");
            page.route(
                    address,
                    route ->
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setContentType("text/html")
                                            .setBody(UNTOUCHED)));
            String before = said("before", page, () -> page.navigate(address));
            assertEquals("before true 1006", before);
            assertEquals("after", said("after", page, () -> page.mouse().click(5, 5)));
        }
    }

    private static String said(String word, Page page, Runnable act) {
        return page.waitForConsoleMessage(
                        new Page.WaitForConsoleMessageOptions()
                                .setPredicate(message -> message.text().startsWith(word)),
                        act)
                .text();
    }

    /** Chromium gives a remote track's sound to an audio context only beside a media element. */
    @Test
    void aRemoteStreamIsMixedInToo() throws Exception {
        try (TestServer server = TestServer.start();
                Browsers browsers = humming();
                BrowserContext window = browsers.window(640, 480)) {
            UserPage page = UserPage.open(window, server);
            page.run(PREVIEW);
            page.goLive("remote");
            page.run(
                    """
                    const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
                    near.onicecandidate = ({candidate}) => far.addIceCandidate(candidate);
                    far.onicecandidate = ({candidate}) => near.addIceCandidate(candidate);
                    const stream = tone(400);
                    near.addTrack(stream.getAudioTracks()[0], stream);
                    const remote = new Promise((resolve) => {
                      far.ontrack = ({streams}) => resolve(streams[0]);
                    });
                    await near.setLocalDescription();
                    await far.setRemoteDescription(near.localDescription);
                    await far.setLocalDescription();
                    await near.setRemoteDescription(far.localDescription);
                    await user.injectExternalMediaStream({stream: await remote});
                    """);
            Path file = page.record(directory, "remote", 6).get();
            assertTrue(Sound.of(file).secondsOf(400, HEARD) > 2);
            page.stop();
        }
    }

    private static Browsers humming(String... options) throws Exception {
        Path microphone = directory.resolve("hum.wav");
        Program.run(
                directory,
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='0.4*sin(2*PI*1000*t)':s=48000:d=4",
                "-c:a",
                "pcm_s16le",
                "-y",
                microphone.toString());
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--use-file-for-fake-audio-capture=" + microphone);
        return new Browsers(all);
    }

    private static void assertBetween(double least, double most, double value) {
        assertTrue(least <= value && value <= most, value + " s");
    }
}
