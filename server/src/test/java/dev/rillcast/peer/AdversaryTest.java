package dev.rillcast.peer;

import static dev.rillcast.peer.Client.INTER;
import static dev.rillcast.peer.Client.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.sdp.Offer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strangers can do to a media port, and to a client whose address they feign. */
@Timeout(30)
class AdversaryTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    private static final int STUN_PASSWORD = 20;

    private final Heard heard = new Heard();
    private final Random random = new Random(7);
    private final List<byte[]> forgeries = new ArrayList<>();
    private final Map<Integer, byte[]> sent = new ConcurrentHashMap<>();
    private int port;
    private UdpDoor door;
    private Peer peer;
    private Client client;
    private DatagramChannel stranger;

    @BeforeEach
    void open() throws Exception {
        port = Program.freePort();
        HostAddresses addresses = new HostAddresses(List.of(LOOPBACK), List.of(LOOPBACK));
        door = UdpDoor.open(addresses, port, IDENTITY, Duration.ofSeconds(10));
        peer = door.accept(Offer.parse(Client.OFFER), heard);
        assertTrue(onDoor(() -> true), "the door knows the peer");
        client = new Client(port, peer.answer());
        stranger = DatagramChannel.open();
        stranger.bind(new InetSocketAddress(LOOPBACK, 0));
        stranger.connect(new InetSocketAddress(LOOPBACK, port));
        stranger.configureBlocking(false);
    }

    @AfterEach
    void close() throws Exception {
        stranger.close();
        client.close();
        door.close();
    }

    @Test
    void anAnswerIsNoLargerThanItsQuestion() throws Exception {
        byte[] check = client.binding();
        client.check();
        assertTrue(client.firstAnswer().length <= check.length);
    }

    /** 50,000 datagrams a second from one sender, half of them with the client's address. */
    @Test
    void aFloodLeavesTheStreamWhole() throws Exception {
        connect();
        forge();
        Thread repair = Thread.startVirtualThread(this::sendAgain);
        int pictures = 400;
        long begun = System.nanoTime();
        for (int i = 1; i < pictures; i++) {
            for (int k = 0; k < 125; k++) {
                byte[] forgery = forgery();
                client.send(forgery, 0, forgery.length);
                stranger.write(ByteBuffer.wrap(forgery));
            }
            picture(i);
            LockSupport.parkNanos(begun + i * 5_000_000L - System.nanoTime());
        }
        long first = heard.awaitFrame().timestamp();
        for (int i = 1; i < pictures; i++) {
            assertEquals(first + 3_000L * i, heard.awaitFrame().timestamp());
        }
        repair.interrupt();
        assertEquals(0, peer.figures().getFirst().lost());
        assertTrue(heard.closed.isEmpty());
        assertNull(stranger.receive(ByteBuffer.allocate(100)), "no answer");
    }

    @Test
    void forgedRecordsDoNotEndTheSecureConnection() throws Exception {
        connect();
        picture(0);
        heard.awaitFrame();
        for (int i = 0; i < 2_000; i++) {
            byte[] record = record(20 + random.nextInt(4), random.nextInt(3));
            client.send(record, 0, record.length);
        }
        picture(1);
        heard.awaitFrame();
        assertTrue(heard.closed.isEmpty());
    }

    @Test
    void genuinePacketsFromAnotherAddressMoveNothing() throws Exception {
        connect();
        picture(0);
        heard.awaitFrame();
        byte[] next = client.sealed(1, 93_000, INTER);
        stranger.write(ByteBuffer.wrap(next));
        client.rtcp().clear();
        assertNotNull(client.rtcp().poll(5, TimeUnit.SECONDS), "reports still go to the client");
        assertTrue(heard.frames.isEmpty(), "it came from where no check did");
        client.send(next, 0, next.length);
        assertEquals(93_000, heard.awaitFrame().timestamp() & 0xFFFF_FFFFL);
        assertNull(stranger.receive(ByteBuffer.allocate(100)));
    }

    @Test
    void handshakesUnderWayAreBounded() throws Exception {
        List<Client> clients = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < Handshakes.MAX_PER_ADDRESS; i++) {
            Peer next = door.accept(Offer.parse(Client.OFFER), heard);
            peers.add(next);
            Client unfinished = new Client(port, next.answer());
            clients.add(unfinished);
            do {
                unfinished.check();
            } while (!unfinished.answered(50));
            byte[] record = record(22, 0);
            unfinished.send(record, 0, record.length);
        }
        client.check();
        client.firstAnswer(); // what came before it is dealt with
        byte[] hello = record(22, 0);
        client.send(hello, 0, hello.length);
        assertFalse(onDoor(() -> door.handshakes().begin(LOOPBACK)), "there is no room");
        peers.getFirst().close();
        client.connect(); // says its hello again until there is room
        heard.awaitConnected();
        for (Client unfinished : clients) {
            unfinished.close();
        }
    }

    private void connect() throws Exception {
        client.connect();
        heard.awaitConnected();
    }

    private void picture(int i) {
        byte[] packet =
                sent.computeIfAbsent(
                        i, _ -> client.sealed(i, 90_000 + 3_000L * i, i % 50 == 0 ? KEY : INTER));
        client.send(packet, 0, packet.length);
    }

    /** As browsers do: what the kernel dropped is asked for. */
    private void sendAgain() {
        try {
            while (true) {
                ByteBuffer packet = ByteBuffer.wrap(client.rtcp().take());
                for (int at = 0; at < packet.limit(); ) {
                    int length = 4 * (1 + packet.getShort(at + 2));
                    if ((packet.getShort(at) & 0x1FFF) == (1 << 8 | 205)) {
                        sendAgain(packet, at + 12, at + length);
                    }
                    at += length;
                }
            }
        } catch (InterruptedException over) {
            // the test has all that it wants
        }
    }

    private void sendAgain(ByteBuffer nack, int from, int end) {
        for (int at = from; at < end; at += 4) {
            int following = nack.getShort(at + 2);
            for (int k = 0; k <= 16; k++) {
                if (k == 0 || (following >> (k - 1) & 1) == 1) {
                    picture(nack.getShort(at) + k);
                }
            }
        }
    }

    /** Of each kind some that are as near to genuine ones as who has no key can make them. */
    private void forge() throws Exception {
        byte[] check = client.binding();
        picture(0);
        byte[] genuine = Objects.requireNonNull(sent.get(0));
        for (int i = 0; i < 64; i++) {
            byte[] stun = check.clone();
            stun[STUN_PASSWORD + random.nextInt(stun.length - STUN_PASSWORD)] ^=
                    (byte) (1 << i % 8);
            forgeries.add(stun);
            forgeries.add(record(20 + i % 4, i % 2));
            byte[] srtp = genuine.clone();
            srtp[2] = (byte) random.nextInt(256);
            srtp[srtp.length - 1] ^= 1;
            forgeries.add(srtp);
            byte[] noise = new byte[1 + random.nextInt(1_200)];
            random.nextBytes(noise);
            forgeries.add(noise);
        }
    }

    private byte[] forgery() {
        return forgeries.get(random.nextInt(forgeries.size()));
    }

    /** A record of DTLS 1.2 with nonsense in it (RFC 6347 4.1). */
    private byte[] record(int type, int epoch) {
        byte[] record = new byte[13 + 40];
        random.nextBytes(record);
        ByteBuffer.wrap(record)
                .put((byte) type)
                .putShort((short) 0xFEFD)
                .putShort((short) epoch)
                .putShort((short) 0)
                .putInt(random.nextInt(1_000))
                .putShort((short) 40);
        return record;
    }

    private boolean onDoor(Callable<Boolean> question) throws Exception {
        return OnDoor.ask(door, question);
    }
}
