package dev.rillcast.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TURN server on the loopback address that knows its users by a shared secret. Needs the program
 * turnserver of the package coturn; all that it writes is in the test's folder.
 */
final class Coturn implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Below the ports that the system gives to others; one for clients, the others relay. */
    private static final int PORTS_FROM = 20_000;

    private static final int PORTS_TO = 30_000;
    private static final int PORTS = 100;

    private static final int BINDING_REQUEST = 0x0001;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int HEADER_BYTES = 20;
    private static final int ANSWER_WITHIN_MILLIS = 200;

    private final Program program;
    private final Path log;
    private final int port;
    private final String secret;

    private Coturn(Program program, Path log, int port, String secret) {
        this.program = program;
        this.log = log;
        this.port = port;
        this.secret = secret;
    }

    /** Returns when it answers, over UDP and TCP. */
    static Coturn start(Path directory, String secret) throws Exception {
        Path folder = Files.createTempDirectory(directory, "coturn");
        Path log = folder.resolve("log");
        int port = freePort();
        Coturn coturn =
                new Coturn(
                        new Program(
                                folder,
                                "turnserver",
                                "-n", // no file of settings
                                "--listening-ip=127.0.0.1",
                                "--listening-port=" + port,
                                "--relay-ip=127.0.0.1",
                                "--min-port=" + (port + 1),
                                "--max-port=" + (port + PORTS - 1),
                                "--relay-threads=1",
                                "--allow-loopback-peers",
                                "--use-auth-secret",
                                "--static-auth-secret=" + secret,
                                "--realm=rillcast.test",
                                "--no-tls",
                                "--no-dtls",
                                "--no-tcp-relay",
                                "--no-rfc5780",
                                "--no-cli",
                                "--userdb=" + folder.resolve("users"),
                                "--pidfile=" + folder.resolve("pid"),
                                "--log-file=" + log,
                                "--simple-log",
                                "--no-stdout-log",
                                "--verbose"),
                        log,
                        port,
                        secret);
        try {
            return coturn.program.eventually(coturn::answers);
        } catch (Throwable e) {
            coturn.close();
            throw e;
        }
    }

    /** The first of a block; that those behind it are free is likely, and coturn skips others. */
    private static int freePort() throws IOException {
        for (int i = 0; ; i++) {
            int block = ThreadLocalRandom.current().nextInt((PORTS_TO - PORTS_FROM) / PORTS);
            int port = PORTS_FROM + block * PORTS;
            try (ServerSocket _ = new ServerSocket(port, 1, LOOPBACK);
                    DatagramSocket _ = new DatagramSocket(port, LOOPBACK)) {
                return port;
            } catch (IOException taken) {
                if (i == 20) {
                    throw taken;
                }
            }
        }
    }

    private Coturn answers() throws IOException {
        byte[] request =
                ByteBuffer.allocate(HEADER_BYTES) // RFC 8489, section 5
                        .putShort((short) BINDING_REQUEST)
                        .putShort((short) 0)
                        .putInt(MAGIC_COOKIE)
                        .array();
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        try (DatagramSocket udp = new DatagramSocket();
                Socket tcp = new Socket()) {
            udp.setSoTimeout(ANSWER_WITHIN_MILLIS);
            udp.connect(address);
            udp.send(new DatagramPacket(request, request.length));
            udp.receive(new DatagramPacket(new byte[HEADER_BYTES], HEADER_BYTES));
            tcp.connect(address);
        }
        return this;
    }

    /**
     * @param transport {@code udp} or {@code tcp}, from client to server
     */
    String url(String transport) {
        return "turn:127.0.0.1:" + port + "?transport=" + transport;
    }

    /** What {@code setIceServers} takes: this server, with credentials that end at that time. */
    String iceServers(Instant end) throws GeneralSecurityException {
        String username = end.getEpochSecond() + ":ada";
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
        String password = Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        return "[{urls: ['%s'], username: '%s', credential: '%s'}]"
                .formatted(url("udp"), username, password);
    }

    /** Fails unless it relays for that user. */
    void assertRelaysFor(String userId) throws IOException {
        String said = Files.readString(log);
        String let = ":" + userId + ">: incoming packet ALLOCATE processed, success";
        assertTrue(said.contains(let), said);
    }

    @Override
    public void close() {
        program.close();
    }
}
