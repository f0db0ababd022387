package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.SdpException;
import dev.rillcast.web.Http;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which video a broadcast takes of an offer, and that it stays with it; without transcoders. */
@Timeout(30)
class ChosenCodecTest {
    private static final Pattern VIDEO = Pattern.compile(" (H264|VP8|VP9|AV1)/90000");

    private final List<ServerMessage> told = new CopyOnWriteArrayList<>();
    private Backend backend;

    @BeforeEach
    void open() throws Exception {
        backend = new Backend();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void h264StaysThoughTheNextOfferBeginsWithVp8() throws Exception {
        SessionBroadcast broadcast = start(false);
        assertEquals(List.of("H264"), videoTaken());
        resume(broadcast, "chromium");
        assertEquals(List.of("H264", "H264"), videoTaken());
    }

    @Test
    void vp8StaysThoughTheNextOfferHasH264() throws Exception {
        SessionBroadcast broadcast = start(true);
        resume(broadcast, "chromium");
        resume(broadcast, "firefox");
        assertEquals(List.of("VP8", "VP8", "VP8"), videoTaken());
    }

    @Test
    void anOfferWithoutTheBroadcastsCodecDoesNotResumeIt() throws Exception {
        SessionBroadcast broadcast = start(false);
        SdpException e = assertThrows(SdpException.class, () -> resume(broadcast, "firefox"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("this browser offers VP8, VP9, AV1"), message);
    }

    /** With Chromium's offer, which has VP8 first, and H.264, too. */
    private SessionBroadcast start(boolean passthrough) throws Exception {
        TargetOptions options =
                new TargetOptions(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        passthrough,
                        false,
                        Optional.empty(),
                        Map.of());
        RtmpUrl url = RtmpUrl.parse(backend.output() + "/show", null);
        List<Target> targets = List.of(new Target(url, false, options));
        SessionBroadcast broadcast =
                new SessionBroadcast(backend.broadcasts, told::add, targets, "Ada");
        broadcast.start(
                new ClientMessage.StartBroadcast(
                        1, Http.offer("chromium"), Optional.empty(), List.of()));
        return broadcast;
    }

    private static void resume(SessionBroadcast broadcast, String browser) throws Exception {
        broadcast.resume(new ClientMessage.ResumeBroadcast(2, Http.offer(browser)));
    }

    /** The video that each answer names. */
    private List<String> videoTaken() {
        return told.stream()
                .filter(ServerMessage.Ok.class::isInstance)
                .map(answer -> VIDEO.matcher(answer.toJson()))
                .filter(Matcher::find)
                .map(video -> video.group(1))
                .toList();
    }
}
