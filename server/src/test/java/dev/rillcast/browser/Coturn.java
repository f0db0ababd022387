package dev.rillcast.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.rtmp.Authority;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TURN server on the loopback address that knows its users by a shared secret. Needs the program
 * turnserver of the package coturn; all that it writes is in the test's folder.
 */
final class Coturn implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

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
    private final String address;
    private final int port;
    private final String secret;

    private Coturn(Program program, Path log, String address, int port, String secret) {
        this.program = program;
        this.log = log;
        this.address = address;
        this.port = port;
        this.secret = secret;
    }

    /** Returns when it answers, over UDP and TCP. */
    static Coturn start(Path directory, String secret) throws Exception {
        return start(directory, LOOPBACK, secret, "--no-tls");
    }

    /** The same at that address, and over TLS on port 443 with a certificate that nobody knows. */
    static Coturn overTls(Path directory, String address, String secret) throws Exception {
        new Authority("nobody").identity(address).write(directory);
        return start(
                directory,
                address,
                secret,
                "--tls-listening-port=443",
                "--cert=" + directory.resolve("server.pem"),
                "--pkey=" + directory.resolve("server.key"));
    }

    private static Coturn start(Path directory, String address, String secret, String... options)
            throws Exception {
        Path folder = Files.createTempDirectory(directory, "coturn");
        Path log = folder.resolve("log");
        int port = freePort();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "turnserver",
                                "-n", // no file of settings
                                "--listening-ip=" + address,
                                "--listening-port=" + port,
                                "--relay-ip=" + address,
                                "--min-port=" + (port + 1),
                                "--max-port=" + (port + PORTS - 1),
                                "--relay-threads=1",
                                "--allow-loopback-peers",
                                "--use-auth-secret",
                                "--static-auth-secret=" + secret,
                                "--realm=rillcast.test",
                                "--no-dtls",
                                "--no-tcp-relay",
                                "--no-rfc5780",
                                "--no-cli",
                                "--userdb=" + folder.resolve("users"),
                                "--pidfile=" + folder.resolve("pid"),
                                "--log-file=" + log,
                                "--simple-log",
                                "--no-stdout-log",
                                "--verbose"));
        command.addAll(List.of(options));
        Program program = new Program(folder, command.toArray(String[]::new));
        Coturn coturn = new Coturn(program, log, address, port, secret);
        try {
            return program.eventually(coturn::answers);
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
            InetAddress loopback = InetAddress.ofLiteral(LOOPBACK);
            try (ServerSocket _ = new ServerSocket(port, 1, loopback);
                    DatagramSocket _ = new DatagramSocket(port, loopback)) {
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
        InetSocketAddress at = new InetSocketAddress(address, port);
        try (DatagramSocket udp = new DatagramSocket();
                Socket tcp = new Socket()) {
            udp.setSoTimeout(ANSWER_WITHIN_MILLIS);
            udp.connect(at);
            udp.send(new DatagramPacket(request, request.length));
            udp.receive(new DatagramPacket(new byte[HEADER_BYTES], HEADER_BYTES));
            tcp.connect(at);
        }
        return this;
    }

    /**
     * @param transport {@code udp} or {@code tcp}, from client to server
     */
    String url(String transport) {
        return "turn:" + address + ":" + port + "?transport=" + transport;
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
