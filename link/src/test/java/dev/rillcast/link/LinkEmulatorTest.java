package dev.rillcast.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinkEmulatorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE = 5_000;

    /** So long nothing must come. */
    private static final int SILENCE = 150;

    private DatagramSocket server;
    private DatagramSocket client;
    private ServerSocket listener;
    private LinkEmulator link;

    @BeforeEach
    void open() throws Exception {
        server = socket();
        client = socket();
        listener = new ServerSocket(server.getLocalPort(), 1, LOOPBACK);
        link = LinkEmulator.open((InetSocketAddress) server.getLocalSocketAddress(), 1);
    }

    @AfterEach
    void close() throws Exception {
        link.close();
        listener.close();
        client.close();
        server.close();
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static void send(DatagramSocket from, String text, SocketAddress to)
            throws IOException {
        from.send(new DatagramPacket(text.getBytes(UTF_8), text.length(), to));
    }

    /** From the client to the server; gives where it seemed to come from. */
    private SocketAddress passUp(DatagramSocket from, String text) throws IOException {
        send(from, text, link.address());
        return expect(server, text);
    }

    private static SocketAddress expect(DatagramSocket at, String text) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        assertEquals(text, new String(packet.getData(), 0, packet.getLength(), UTF_8));
        return packet.getSocketAddress();
    }

    private static void expectNothing(DatagramSocket at) throws IOException {
        at.setSoTimeout(SILENCE);
        assertThrows(
                SocketTimeoutException.class, () -> at.receive(new DatagramPacket(new byte[9], 9)));
        at.setSoTimeout(PATIENCE);
    }

    @Test
    void eachClientGetsItsOwnAnswers() throws Exception {
        try (DatagramSocket other = socket()) {
            SocketAddress first = passUp(client, "one");
            SocketAddress second = passUp(other, "two");
            assertNotEquals(first, second);
            send(server, "for two", second);
            send(server, "for one", first);
            assertEquals(link.address(), expect(other, "for two"));
            assertEquals(link.address(), expect(client, "for one"));
        }
    }

    @Test
    void theOldWayIsDeadAfterRoaming() throws Exception {
        SocketAddress before = passUp(client, "before");
        link.roam();
        SocketAddress after = passUp(client, "after");
        assertNotEquals(before, after);
        send(server, "to the old one", before);
        send(server, "to the new one", after);
        expect(client, "to the new one");
        expectNothing(client);
    }

    @Test
    void nothingComesThroughUntilItIsMended() throws Exception {
        SocketAddress seen = passUp(client, "before");
        link.cut();
        send(client, "lost", link.address());
        send(server, "lost", seen);
        expectNothing(server);
        expectNothing(client);
        link.mend();
        assertEquals(seen, passUp(client, "after"));
        assertEquals(new Counts(new Traffic(3, 1, 15), new Traffic(1, 1, 4)), link.counts());
    }

    @Test
    void theDelayIsThatOfTheDirection() throws Exception {
        SocketAddress seen = passUp(client, "at once");
        link.up(Impairment.NONE.withDelay(Duration.ofMillis(300), Duration.ZERO));
        long sent = System.nanoTime();
        send(client, "slow", link.address());
        send(server, "fast", seen);
        expect(client, "fast");
        long fast = System.nanoTime() - sent;
        expect(server, "slow");
        assertTrue(System.nanoTime() - sent >= 300_000_000);
        assertTrue(fast < 300_000_000, "it took " + fast);
    }

    @Test
    void theSamePacketsAreLostAgain() throws Exception {
        List<Integer> first = received(5);
        assertEquals(first, received(5));
        assertNotEquals(first, received(6));
        assertEquals(140, first.size(), 25);
    }

    /** Which of 200 packets arrive. */
    private List<Integer> received(long seed) throws IOException {
        InetSocketAddress to = (InetSocketAddress) server.getLocalSocketAddress();
        List<Integer> arrived = new ArrayList<>();
        try (LinkEmulator other = LinkEmulator.open(to, seed)) {
            other.up(Impairment.NONE.withLoss(0.3));
            for (int i = 0; i < 200; i++) {
                send(client, String.valueOf(i), other.address());
            }
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            server.setSoTimeout(SILENCE);
            while (true) {
                server.receive(packet);
                arrived.add(
                        Integer.valueOf(
                                new String(packet.getData(), 0, packet.getLength(), UTF_8)));
            }
        } catch (SocketTimeoutException all) {
            return arrived;
        }
    }

    @Test
    void aConnectionIsDelayedAndEndsAtBothEnds() throws Exception {
        link.up(Impairment.NONE.withLoss(1).withDelay(Duration.ofMillis(100), Duration.ZERO));
        byte[] bytes = new byte[300_000];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i >> 8));
        try (Socket near = new Socket(LOOPBACK, link.address().getPort());
                Socket far = listener.accept()) {
            long sent = System.nanoTime();
            Thread sender =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    near.getOutputStream().write(bytes);
                                    near.shutdownOutput();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            int first = far.getInputStream().read();
            assertTrue(System.nanoTime() - sent >= 100_000_000);
            byte[] rest = far.getInputStream().readAllBytes();
            assertEquals(bytes[0], (byte) first);
            assertEquals(bytes.length - 1, rest.length);
            assertTrue(Arrays.equals(bytes, 1, bytes.length, rest, 0, rest.length));
            far.getOutputStream().write("done".getBytes(UTF_8));
            far.shutdownOutput();
            assertEquals("done", new String(near.getInputStream().readAllBytes(), UTF_8));
            sender.join();
        }
    }

    /** 50,000 bytes at 1 Mbit/s take 400 ms. */
    @Test
    void aConnectionKeepsTheRateAndWaitsWhileItIsCut() throws Exception {
        link.down(Impairment.NONE.withRate(1_000_000));
        try (Socket near = new Socket(LOOPBACK, link.address().getPort());
                Socket far = listener.accept()) {
            long sent = System.nanoTime();
            far.getOutputStream().write(new byte[50_000]);
            assertEquals(50_000, near.getInputStream().readNBytes(50_000).length);
            assertTrue(System.nanoTime() - sent >= 390_000_000);
            link.cut();
            far.getOutputStream().write(1);
            near.setSoTimeout(SILENCE);
            assertThrows(SocketTimeoutException.class, () -> near.getInputStream().read());
            near.setSoTimeout(PATIENCE);
            link.mend();
            assertEquals(1, near.getInputStream().read());
            link.cutTcp();
            assertEquals(-1, far.getInputStream().read());
        }
    }
}
