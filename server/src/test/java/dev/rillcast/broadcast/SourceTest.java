package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.peer.BadOfferException;
import dev.rillcast.peer.Client;
import dev.rillcast.peer.HostAddresses;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which offers are of the connection that there is, with a scripted publisher. */
@Timeout(20)
class SourceTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Told told = new Told();
    private final Source source = new Source(told);
    private int port;
    private UdpDoor door;
    private Client client;
    private String answer;

    private static final class Told implements Source.Listener {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return String.valueOf(events.poll(5, TimeUnit.SECONDS));
        }

        @Override
        public void connected(boolean again) {
            events.add(again ? "again" : "connected");
        }

        @Override
        public void restarted() {
            events.add("restarted");
        }

        @Override
        public boolean frame(Frame frame) {
            return false;
        }

        @Override
        public void handOver() {}

        @Override
        public void report(Codec codec, SenderReport report) {}

        @Override
        public void lost(String reason) {
            events.add("lost");
        }

        @Override
        public void gone(Optional<String> reason) {
            events.add("gone");
        }
    }

    @BeforeEach
    void connect() throws Exception {
        DtlsIdentity identity =
                DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));
        port = Program.freePort();
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, port, identity, Duration.ofSeconds(30));
        answer = source.connect(door, Offer.parse(Client.OFFER));
        client = new Client(port, answer);
        client.connect();
        assertEquals("connected", told.next());
    }

    @AfterEach
    void close() throws Exception {
        source.close();
        client.close();
        door.close();
    }

    @Test
    void anOfferOfThePresentConnectionRestartsThat() throws Exception {
        String restart = source.connect(door, Offer.parse(Client.offer("again")));
        assertNotEquals(answer, restart);
        client.restart("again", restart);
        client.roam();
        client.checkUntilAnswered();
        assertEquals("restarted", told.next());
    }

    @Test
    void anOfferOfAnotherSessionMakesAnotherConnection() throws Exception {
        String other = source.connect(door, Offer.parse(Client.OFFER.replace("o=- 1 ", "o=- 2 ")));
        try (Client second = new Client(port, other)) {
            second.connect();
            assertEquals("again", told.next());
        }
    }

    @Test
    void aConnectionThatIsOverIsNotRestarted() throws Exception {
        client.leave();
        assertEquals("gone", told.next());
        Offer offer = Offer.parse(Client.offer("again"));
        var refused = assertThrows(BadOfferException.class, () -> source.connect(door, offer));
        assertTrue(String.valueOf(refused.getMessage()).contains("a new one is needed"));
        IceFragment fragment = IceFragment.parse("a=ice-ufrag:frag\r\na=ice-pwd:" + "p".repeat(22));
        assertEquals(Optional.empty(), source.restart(fragment));
        assertEquals(Optional.empty(), source.iceUfrag());
    }

    @Test
    void theTagOfItsICESessionIsTheOneThatWasToldLast() throws Exception {
        String first = source.iceUfrag().orElseThrow();
        assertTrue(answer.contains("a=ice-ufrag:" + first + "\r\n"));
        String restart = source.connect(door, Offer.parse(Client.offer("again")));
        String second = source.iceUfrag().orElseThrow();
        assertTrue(restart.contains("a=ice-ufrag:" + second + "\r\n"));
        assertNotEquals(first, second);
    }
}
