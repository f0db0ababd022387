package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.web.Http;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users are told by a server whose processors are too busy. */
@Timeout(20)
class BusyServerTest {
    private static final long MINUTE = 60_000_000_000L;

    private Backend backend;
    private Client client;

    @BeforeEach
    void open() throws Exception {
        backend = new Backend();
        client = new Client(backend.sessions);
        client.signIn();
        client.start(backend.output() + "/one");
        client.expectOk();
        client.expect("broadcastStatus");
        backend.awaitLive("one");
        backend.broadcasts.admission().measured(1, MINUTE);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void anotherBroadcastIsRefusedWithASentenceAndTakenWhenThereIsRoomAgain() throws Exception {
        Client another = new Client(backend.sessions);
        another.signIn();
        another.start(backend.output() + "/two");
        another.expectError(5001, "the server is too busy for another broadcast");
        assertEquals(1, backend.broadcasts.count());
        backend.broadcasts.admission().measured(0.5, 2 * MINUTE);
        another.start(backend.output() + "/two");
        another.expectOk();
    }

    @Test
    void whoseBroadcastRunsMayComeBackToItByAnotherConnection() throws Exception {
        String sdp = Http.offer("obs").replace("\r", "\\r").replace("\n", "\\n");
        client.request("resumeBroadcast", ",'sdp':'" + sdp + "'");
        client.expectOk();
    }

    @Test
    void callsAreMadeAllTheSame() throws Exception {
        Client ann = new Client(backend.sessions);
        Client ben = new Client(backend.sessions);
        for (Client each : List.of(ann, ben)) {
            each.signIn("Guest", "show");
            each.request("enterRoom", "");
            each.expectOk();
        }
        ann.request("invokeCall", ",'remoteUserId':'" + ben.userId + "'");
        ann.expectOk();
        ben.expect("callIncoming");
    }
}
