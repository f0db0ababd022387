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

/** A page that sends its picture in three sizes at once, by WHIP. */
@Tag("browser")
@Timeout(120)
class SimulcastBroadcastTest {
    /** Publishes in layers that are named so that nothing follows from it. */
    private static final String PUBLISH =
            """
            const peer = new RTCPeerConnection();
            const [track] = canvas('green', 1280, 720).getVideoTracks();
            const sendEncodings = [
              {rid: 'b', scaleResolutionDownBy: 4, maxBitrate: 100_000, maxFramerate: 10},
              {rid: 'c', scaleResolutionDownBy: 1, maxBitrate: 900_000, maxFramerate: 10},
              {rid: 'a', scaleResolutionDownBy: 2, maxBitrate: 300_000, maxFramerate: 10},
            ];
            const direction = 'sendonly';
            const video = peer.addTransceiver(track, {direction, sendEncodings});
            const {codecs} = RTCRtpSender.getCapabilities('video');
            video.setCodecPreferences(codecs.filter(({mimeType}) => /H264|rtx/.test(mimeType)));
            peer.addTransceiver(tone(440).getAudioTracks()[0], {direction});
            await peer.setLocalDescription();
            const response = await fetch('/whip/layers', {
              method: 'POST',
              headers: {'Content-Type': 'application/sdp'},
              body: peer.localDescription.sdp,
            });
            const sdp = await response.text();
            if (!response.ok) throw new Error(sdp);
            await peer.setRemoteDescription({type: 'answer', sdp});
            window.layer = async (rid) => {
              const all = [...(await peer.getStats()).values()];
              return all.find((each) => each.type === 'outbound-rtp' && each.rid === rid);
            };
            window.stop = async (rid) => {
              const parameters = video.sender.getParameters();
              parameters.encodings.find((each) => each.rid === rid).active = false;
              parameters.degradationPreference = 'maintain-resolution'; // on a busy machine, too
              await video.sender.setParameters(parameters);
            };
            await until(async () => (await layer('c'))?.framesSent > 10);
            """;

    @TempDir static Path directory;

    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    @Test
    void theLargestLayerThatFlowsIsTaken() throws Exception {
        UserPage page = OPENED.page();
        page.run(PUBLISH);
        CompletableFuture<Path> recording = page.record(directory, "layers", 7);
        page.pass(4_000);
        page.run("await stop('c')");
        while (!recording.isDone()) {
            page.pass(100);
        }
        Path file = recording.get();
        List<String> sizes = Pictures.sizes(file);
        int largest = sizes.indexOf("1280x720");
        assertTrue(largest >= 0 && largest + 1 < sizes.size(), sizes::toString);
        assertEquals("640x360", sizes.get(largest + 1), sizes::toString);
        double gap = Recording.largestGap(file);
        assertTrue(gap < 1.2, () -> "the next one went on after " + gap + " s");
        Recording.assertClean(file);
    }
}
