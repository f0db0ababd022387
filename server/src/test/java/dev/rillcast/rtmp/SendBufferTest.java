package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.tls.TimedSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a socket may hold, as the kernel knows it. */
class SendBufferTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long MS = 1_000_000;

    @TempDir Path directory;
    private Socket socket;
    private long now;
    private long written;

    @BeforeEach
    void connect() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            socket = new Socket(LOOPBACK, server.getLocalPort());
        }
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
    }

    @Test
    void aFarIngestGetsRoomForWhatGoesOutInARoundTrip() throws Exception {
        SendBuffer buffer = new SendBuffer(socket, 100 * MS, written, now);
        assertEquals(62_500, size(), "5 Mbit/s to begin with");
        write(buffer, 500_000, 400);
        assertEquals(125_000, size(), "10 Mbit/s");
    }

    @Test
    void aNearOneGetsRoomForATwentiethOfASecond() throws Exception {
        SendBuffer buffer = new SendBuffer(socket, MS, written, now);
        write(buffer, 40_000, 200);
        write(buffer, 40_000, 200);
        write(buffer, 40_000, 200);
        assertEquals(10_000, size());
        write(buffer, 400_000, 200);
        assertEquals(100_000, size());
    }

    @Test
    void itIsMeasuredNowAndThenAndSetOnlyIfThatChangesMuch() throws Exception {
        SendBuffer buffer = new SendBuffer(socket, 100 * MS, written, now);
        write(buffer, 500_000, 399);
        assertEquals(62_500, size());
        write(buffer, 0, 1);
        assertEquals(125_000, size());
        write(buffer, 520_000, 400);
        assertEquals(125_000, size());
    }

    @Test
    void whenLessGoesOutForAWhileItShrinksBitByBit() throws Exception {
        SendBuffer buffer = new SendBuffer(socket, 100 * MS, written, now);
        write(buffer, 400_000, 400);
        write(buffer, 1_000, 400);
        assertEquals(70_000, size());
        for (int i = 0; i < 20; i++) {
            write(buffer, 1_000, 400);
        }
        assertTrue(size() >= 8_192 && size() < 10_000, size() + " bytes");
    }

    @Test
    void aHandshakeThatLostAPacketSaysLittleOfTheRoundTrip() throws Exception {
        var _ = new SendBuffer(socket, 1_050 * MS, written, now);
        assertEquals(312_500, size(), "of half a second");
    }

    @Test
    void belowTlsItIsBoundedToo() throws Exception {
        Authority authority = new Authority("studio");
        try (FaultyIngest ingest = new FaultyIngest(FaultyIngest::takes);
                TlsFront front =
                        new TlsFront(authority.identity("127.0.0.1").context(), ingest.port())) {
            Dialer dialer =
                    new Dialer(
                            front.url("127.0.0.1"),
                            LOOPBACK,
                            authority.trust(directory),
                            Duration.ofSeconds(5));
            TimedSocket tcp = dialer.tcpBelow();
            try (RtmpConnection connection = dialer.over(dialer.tls(tcp))) {
                connection.boundSendBuffer();
                assertTrue(tcp.getSendBufferSize() < 350_000, tcp.getSendBufferSize() + " bytes");
            }
        }
    }

    private void write(SendBuffer buffer, int bytes, long millis) throws Exception {
        written += bytes;
        now += millis * MS;
        buffer.written(written, now);
    }

    private int size() throws Exception {
        return socket.getSendBufferSize();
    }
}
