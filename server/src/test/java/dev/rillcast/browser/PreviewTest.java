package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Previews: what they show, and how one follows another while a broadcast runs. */
@Tag("browser")
@Timeout(120)
class PreviewTest {
    @TempDir static Path directory;

    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    @Test
    void thePreviewIsShownInTheElementAndInlineInAWebView() throws Exception {
        UserPage page = OPENED.page();
        page.run(
                """
                await user.startPreview({
                  videoDeviceConfig: {device: 0, width: 640, height: 360, framerate: 20, source: 'camera'},
                  audioDeviceConfig: {device: 0}, elementId: 'video', useWebView: true});
                const video = document.querySelector('#video');
                await until(() => video.videoWidth === 640 && video.currentTime > 0);
                """);
        assertTrue(page.check("video.playsInline && video.hasAttribute('playsinline')"));
        assertTrue(page.check("video.muted && video.srcObject === events[0].data.stream"));
        assertEquals(
                "640 360 20 true true",
                page.run("return Object.values(events[0].data.metadata).join(' ')"));
        page.run("await user.stopPreview()");
        assertTrue(page.check("video.srcObject === null"));
        assertEquals(List.of("StartPreviewSuccess", "StopPreviewSuccess"), page.events());
    }

    @Test
    void aScreenTakesTheCamerasPlaceAndTheCameraTheScreensInARunningBroadcast() throws Exception {
        UserPage page = OPENED.page();
        String camera =
                "await user.startPreview({elementId: 'video',"
                        + " videoDeviceConfig: {device: 0, width: 320, height: 180}});";
        page.run(camera);
        page.goLive("screens");
        CompletableFuture<Path> recording = page.record(directory, "screens", 12);
        page.pass(2_000);
        page.run(
                "window.sound = user.localStream.getAudioTracks()[0];"
                        + "await user.startPreview({elementId: 'video', videoDeviceConfig:"
                        + " {source: 'screen', width: 1280, height: 720}});");
        assertTrue(page.check("user.getSelectedVideoDevice()[0].label.startsWith('screen')"));
        page.pass(4_000);
        page.run(camera);
        Path file = recording.get();
        assertEquals(List.of("320x180", "1280x720", "320x180"), Pictures.sizes(file));
        Recording.assertClean(file);
        assertEquals(1, page.run("return negotiations"));
        assertTrue(page.check("user.localStream.getAudioTracks()[0] === sound"));
        page.stop();
    }

    @Test
    void aPictureThatABroadcastOfSoundCantTakeInIsTold() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.startPreview({videoDeviceConfig: {device: false}})");
        page.goLive("sound");
        page.run("await user.startPreview({})");
        assertEquals(List.of(1006), page.mediaErrors());
        assertEquals("StartPreviewSuccess", page.events().getLast());
        page.run(
                "const {packetsSent} = await sent('audio');"
                        + "await until(async () => (await sent('audio')).packetsSent > packetsSent);");
        page.stop();
    }

    /** Longer than an ingest or the server waits for somebody who is gone. */
    @Test
    void aBroadcastOutlivesItsPreviewAndTakesTheNext() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.startPreview({videoDeviceConfig: {width: 640, height: 360}})");
        page.goLive("pause");
        CompletableFuture<Path> recording = page.record(directory, "pause", 18);
        page.pass(1_000);
        page.run("await user.stopPreview()");
        page.pass(11_000);
        page.run("await user.startPreview({videoDeviceConfig: {width: 320, height: 180}})");
        Path file = recording.get();
        assertEquals(List.of("640x360", "320x180"), Pictures.sizes(file));
        Recording.assertClean(file);
        assertTrue(Sound.of(file).seconds() > 17, "the sound has a hole");
        assertEquals(1, page.run("return negotiations"));
        page.stop();
        assertEquals("StopBroadcastSuccess", page.events().getLast());
    }

    @Test
    void aPagesOwnStreamIsSentInThePlaceOfTheCameras() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.startPreview({videoDeviceConfig: {width: 640, height: 360}})");
        page.goLive("canvas");
        CompletableFuture<Path> recording = page.record(directory, "canvas", 7);
        page.pass(2_000);
        page.run(
                """
                window.mine = canvas('red', 640, 360);
                tone(400).getTracks().forEach((track) => mine.addTrack(track));
                await user.setMediaStream({stream: mine, elementId: 'video'});
                """);
        Path file = recording.get();
        assertEquals(List.of("other", "red"), Pictures.colors(file));
        assertTrue(Sound.of(file).secondsOf(400, 0.1) > 2);
        Recording.assertClean(file);
        assertEquals(1, page.run("return negotiations"));
        page.stop();
        page.run("await user.stopPreview()");
        assertTrue(page.check("mine.getTracks().every((t) => t.readyState === 'live')"));
    }
}
