package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A call and a broadcast at the same time, out of the same preview. */
@Tag("browser")
@Timeout(120)
class CallAndBroadcastTest {
    @TempDir static Path directory;

    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    private CallPage ada;
    private CallPage ben;

    @BeforeEach
    void enter() throws Exception {
        List<CallPage> users = ROOM.entered("Ada", "Ben");
        ada = users.getFirst();
        ben = users.getLast();
        ada.run("await user.startPreview({})");
    }

    private void broadcast(String name) {
        ada.run(
                "await user.startBroadcast({transcodingTargets: {output: '%s'}})"
                        .formatted(ROOM.server().rtmp(name)));
    }

    @Test
    void bothShowWhatThePreviewShows() throws Exception {
        broadcast("called");
        ada.talkTo(ben);
        ben.seesCamera(ada);
        CompletableFuture<Path> recording = ada.page().record(directory, "called", 7);
        ada.page().pass(3_000);
        ada.run("await user.setMediaStream({stream: canvas('red', 320, 180)})");
        ben.sees("red", ada);
        Path file = recording.get();
        Recording.assertClean(file);
        assertEquals(List.of("other", "red"), Pictures.colors(file));
        assertEquals(1, ada.run("return captured.filter(({kind}) => kind === 'video').length"));
    }

    @Test
    void theEndOfTheCallLeavesTheBroadcast() throws Exception {
        ada.talkTo(ben);
        broadcast("outlives");
        CompletableFuture<Path> recording = ada.page().record(directory, "outlives", 5);
        ben.hangUp(ada);
        ada.awaitEvent("CallDropped", ben);
        Path file = recording.get();
        Recording.assertClean(file);
        assertEquals(List.of("aac", "h264"), Recording.codecs(file));
        assertTrue(Sound.of(file).seconds() > 4);
        ada.run("await user.stopBroadcast()");
        assertTrue(ada.check("captured.every(({readyState}) => readyState === 'live')"));
    }

    @Test
    void theEndOfTheBroadcastLeavesTheCall() {
        broadcast("ends");
        ada.talkTo(ben);
        ben.seesCamera(ada);
        ada.run("await user.stopBroadcast()");
        ben.seesCamera(ada);
        ben.hears(ada);
        ada.hangUp(ben);
        ben.awaitEvent("CallDropped", ada);
        assertTrue(ada.check("captured.every(({readyState}) => readyState === 'live')"));
    }
}
