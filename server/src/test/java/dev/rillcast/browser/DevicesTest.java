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

/** Cameras and microphones, chosen before and while they are being sent. */
@Tag("browser")
@Timeout(120)
class DevicesTest {
    @TempDir static Path directory;

    /** The second of Chromium's fake cameras tells depths, which no encoder takes. */
    @RegisterExtension
    static final OpenedPage OPENED =
            new OpenedPage("--use-fake-device-for-media-stream=device-count=3");

    @Test
    void theListTellsLabelsAndIndexes() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.getDevices()");
        assertEquals(List.of("ReceivedDeviceList"), page.events());
        assertEquals(
                "fake_device_0 0, fake_device_1 1, fake_device_2 2",
                page.run(
                        "return events[0].data.devices.videodevices"
                                + ".map(({id, index}) => id + ' ' + index).join(', ')"));
        page.run(
                "navigator.mediaDevices.dispatchEvent(new Event('devicechange'));"
                        + "await until(() => events.length === 2)");
        assertEquals("ReceivedDeviceList", page.events().getLast());
    }

    @Test
    void aDeviceThatIsSetIsUsedByThePreviewThatNamesNone() throws Exception {
        UserPage page = OPENED.page();
        page.run(
                "await user.setVideoDevice({device: 2, width: 320, height: 180});"
                        + "await user.setAudioDevice({device: 2});");
        assertEquals("fake_device_2", page.run("return user.getSelectedVideoDevice()[0].label"));
        page.run("await user.startPreview({})");
        assertEquals(
                "fake_device_2, Fake Audio Input 2, 320",
                page.run(
                        "return [user.getSelectedVideoDevice()[0].label,"
                                + " user.getSelectedAudioDevice()[0].label,"
                                + " events[0].data.metadata.width].join(', ')"));
    }

    @Test
    void anotherCameraTakesThePlaceOfTheOldInARunningBroadcast() throws Exception {
        UserPage page = OPENED.page();
        page.run(
                "await user.startPreview({videoDeviceConfig:"
                        + " {device: 0, width: 640, height: 360}, elementId: 'video'})");
        page.goLive("cameras");
        CompletableFuture<Path> recording = page.record(directory, "cameras", 8);
        page.pass(3_000);
        page.run(
                "window.sound = user.getSelectedAudioDevice()[0].label;"
                        + "window.before = await sent('audio');"
                        + "await user.setVideoDevice({device: 2, width: 320, height: 180})");
        Path file = recording.get();
        assertEquals(List.of("640x360", "320x180"), Pictures.sizes(file));
        Recording.assertClean(file);
        page.run(
                "const after = await sent('audio');"
                        + "if (after.ssrc !== before.ssrc) throw new Error('another stream');"
                        + "if (!(after.packetsSent > before.packetsSent)) throw new Error('no sound');");
        assertEquals(1, page.run("return negotiations"));
        assertEquals(320, page.run("return document.querySelector('#video').videoWidth"));
        assertEquals(List.of(), page.mediaErrors());
        page.stop();
    }

    @Test
    void anotherMicrophoneLeavesThePictureAlone() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.startPreview({audioDeviceConfig: {device: 1}})");
        page.goLive("microphones");
        page.run(
                """
                const [peer] = peers;
                const of = (kind) => peer.getSenders().find(({track}) => track?.kind === kind).track;
                const [picture, sound] = [of('video'), of('audio')];
                await user.setAudioDevice({device: 2});
                if (of('video') !== picture) throw new Error('The picture was exchanged');
                if (of('audio').label !== 'Fake Audio Input 2') throw new Error(of('audio').label);
                if (sound.readyState !== 'ended') throw new Error('The old one is still open');
                const {packetsSent} = await sent('audio');
                await until(async () => (await sent('audio')).packetsSent > packetsSent + 20);
                """);
        assertEquals(1, page.run("return negotiations"));
        page.stop();
    }

    @Test
    void aWrongDeviceIsToldAndChangesNothing() throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.startPreview({})");
        page.run("await user.setVideoDevice({device: 7}).catch(() => undefined)");
        assertEquals(List.of(6004), page.mediaErrors());
        assertTrue(page.check("user.getSelectedVideoDevice()[0].label === 'fake_device_0'"));
    }
}
