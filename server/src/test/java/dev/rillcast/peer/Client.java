package dev.rillcast.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.rillcast.dtls.ClientSession;
import dev.rillcast.dtls.DatagramPipe;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.dtls.SrtpKeys;
import dev.rillcast.srtp.SrtpReceiver;
import dev.rillcast.srtp.SrtpSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A WebRTC client of its own ICE, with our DTLS and SRTP, that sends H.264 as hex. */
public final class Client implements AutoCloseable {
    static final int SSRC = 0x11223344;

    /** Parameter sets and a key picture in one STAP-A (RFC 6184 5.7.1); a picture after it. */
    static final String KEY = "780005" + "6742e01faa" + "0004" + "68ce3c80" + "0003" + "658884";

    static final String INTER = "419a0102";
    private static final String UFRAG = "user";
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-01-01T00:00:00Z"));

    /** Video only, payload type 96, transport-wide numbers in extension 3. */
    public static final String OFFER =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=ice-ufrag:%s
            a=ice-pwd:passwordpasswordpassword
            a=fingerprint:%s
            m=video 9 UDP/TLS/RTP/SAVPF 96
            a=mid:v
            a=sendonly
            a=rtcp-mux
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1
            a=rtcp-fb:96 nack
            a=rtcp-fb:96 nack pli
            a=rtcp-fb:96 transport-cc
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            """
                    .formatted(UFRAG, IDENTITY.fingerprint());

    private String username;
    private String password;
    private volatile Wire wire;
    private final DatagramPipe pipe = new DatagramPipe(this::send);
    private volatile CompletableFuture<byte[]> firstAnswer = new CompletableFuture<>();
    private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    private volatile @Nullable SrtpReceiver receiver;
    private @Nullable SrtpSender sender;
    private @Nullable ClientSession session;
    private int transportSequence;

    /** How packets go; receiving waits for one. */
    interface Wire extends AutoCloseable {
        void send(ByteBuffer packet) throws IOException;

        byte[] receive() throws IOException;

        /** The client's own. */
        int port();

        /** A new one to the same server. */
        Wire another() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** By UDP. */
    public Client(int port, String answer) throws IOException {
        this(new UdpWire(port), answer);
    }

    Client(Wire wire, String answer) {
        username = attribute(answer, "ice-ufrag") + ":" + UFRAG;
        password = attribute(answer, "ice-pwd");
        this.wire = wire;
        Thread.ofVirtual().start(() -> read(wire));
    }

    /** An ICE restart's offer. */
    public static String offer(String ufrag) {
        return OFFER.replace("a=ice-ufrag:" + UFRAG, "a=ice-ufrag:" + ufrag);
    }

    /** Checks with the credentials of an ICE restart from now on. */
    public void restart(String ufrag, String answer) {
        username = attribute(answer, "ice-ufrag") + ":" + ufrag;
        password = attribute(answer, "ice-pwd");
    }

    /** Has another address from now on. */
    public void roam() throws IOException {
        use(wire.another());
    }

    /** Of its address. */
    int port() {
        return wire.port();
    }

    /** Goes another way from now on; what comes by the one of before is lost. */
    void use(Wire another) throws IOException {
        Wire before = wire;
        wire = another; // first, so that an answer that comes by the other one is not taken for its
        firstAnswer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(another));
        before.close();
    }

    private static String attribute(String sdp, String name) {
        return sdp.split("a=" + name + ":", 2)[1].split("\r\n", 2)[0];
    }

    private void read(Wire from) {
        try {
            while (true) {
                byte[] datagram = from.receive();
                CompletableFuture<byte[]> awaited = firstAnswer;
                if (wire.equals(from)) {
                    awaited.complete(datagram);
                }
                int first = datagram[0] & 0xFF;
                if (first >= 128) {
                    take(datagram);
                } else if (first >= 20) {
                    pipe.offer(datagram);
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void take(byte[] packet) {
        SrtpReceiver srtp = receiver;
        int length = srtp == null ? -1 : srtp.unprotectRtcp(packet, 0, packet.length);
        if (length > 0) {
            rtcp.add(Arrays.copyOf(packet, length));
        }
    }

    void send(byte[] bytes, int offset, int length) {
        try {
            wire.send(ByteBuffer.wrap(bytes, offset, length));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first datagram that the server sent. */
    byte[] firstAnswer() throws Exception {
        return firstAnswer.get(5, TimeUnit.SECONDS);
    }

    /** Whether the server has sent anything, or does so in time. */
    boolean answered(long millis) throws InterruptedException, ExecutionException {
        try {
            return firstAnswer.get(millis, TimeUnit.MILLISECONDS).length > 0;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Sends a connectivity check that nominates. */
    void check() throws Exception {
        check(true);
    }

    void check(boolean nominates) throws Exception {
        byte[] stun = binding(nominates);
        send(stun, 0, stun.length);
    }

    byte[] binding() throws Exception {
        return binding(true);
    }

    /**
     * A connectivity check that may nominate (RFC 8445 7.2.2, RFC 8489 14): USERNAME, PRIORITY,
     * ICE-CONTROLLING, USE-CANDIDATE, MESSAGE-INTEGRITY, FINGERPRINT.
     */
    private byte[] binding(boolean nominates) throws Exception {
        byte[] name = username.getBytes(US_ASCII);
        ByteBuffer stun = ByteBuffer.allocate(256).putInt(0x00010000).putInt(0x2112A442);
        stun.put("check-number".getBytes(US_ASCII));
        stun.putShort((short) 0x0006).putShort((short) name.length).put(name);
        stun.position((stun.position() + 3) & ~3);
        stun.putInt(0x00240004).putInt(0x6E7F1EFF);
        stun.putInt(0x802A0008).putLong(7);
        if (nominates) {
            stun.putInt(0x00250000);
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(password.getBytes(US_ASCII), "HmacSHA1"));
        stun.putShort(2, (short) (stun.position() + 24 - 20));
        mac.update(stun.array(), 0, stun.position());
        stun.putInt(0x00080014).put(mac.doFinal());
        stun.putShort(2, (short) (stun.position() + 8 - 20));
        CRC32 crc = new CRC32();
        crc.update(stun.array(), 0, stun.position());
        stun.putInt(0x80280004).putInt((int) crc.getValue() ^ 0x5354554E);
        return Arrays.copyOf(stun.array(), stun.position());
    }

    /** Checks until it is answered, does the handshake, and has the keys. */
    public void connect() throws Exception {
        checkUntilAnswered();
        handshake();
    }

    public void checkUntilAnswered() throws Exception {
        do {
            check();
        } while (!answered(50));
    }

    void handshake() throws IOException {
        ClientSession connected = ClientSession.connect(IDENTITY, pipe);
        SrtpKeys keys = connected.keys();
        receiver = new SrtpReceiver(keys.profile(), keys.serverKey(), keys.serverSalt());
        sender = new SrtpSender(keys.profile(), keys.clientKey(), keys.clientSalt());
        session = connected;
    }

    /** Closes the connection in order. */
    public void leave() throws IOException {
        session().close();
    }

    ClientSession session() {
        return Objects.requireNonNull(session);
    }

    /** Sends one packet of video, the last of its picture. */
    public void video(int sequence, long timestamp, String nal) {
        byte[] packet = sealed(sequence, timestamp, nal);
        send(packet, 0, packet.length);
    }

    /** The same, only not sent. */
    byte[] sealed(int sequence, long timestamp, String nal) {
        byte[] payload = HexFormat.of().parseHex(nal);
        ByteBuffer packet = ByteBuffer.allocate(64 + payload.length);
        packet.putShort((short) 0x90E0).putShort((short) sequence).putInt((int) timestamp);
        packet.putInt(SSRC);
        // RFC 8285 4.2: one word of extension, id 3 with two bytes, one of padding
        packet.putInt(0xBEDE0001).put((byte) 0x31).putShort((short) transportSequence++);
        packet.put((byte) 0).put(payload);
        SrtpSender srtp = Objects.requireNonNull(sender);
        return Arrays.copyOf(packet.array(), srtp.protectRtp(packet.array(), 0, packet.position()));
    }

    /** What has come of RTCP and was not yet looked at; empties as it is looked at. */
    BlockingQueue<byte[]> rtcp() {
        return rtcp;
    }

    /** The next RTCP packet with a part that fits. */
    byte[] awaitRtcp(Predicate<ByteBuffer> part) throws InterruptedException {
        return awaitRtcp(part, 5_000);
    }

    byte[] awaitRtcp(Predicate<ByteBuffer> part, long millis) throws InterruptedException {
        while (true) {
            byte[] packet = rtcp.poll(millis, TimeUnit.MILLISECONDS);
            assertNotNull(packet, "no such RTCP came");
            for (int at = 0; at < packet.length; ) {
                int length = 4 * (1 + (((packet[at + 2] & 0xFF) << 8) | (packet[at + 3] & 0xFF)));
                if (part.test(ByteBuffer.wrap(packet, at, length).slice())) {
                    return packet;
                }
                at += length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        pipe.close();
        wire.close();
    }

    /** RTCP feedback of a type and format (RFC 4585 6.1). */
    static Predicate<ByteBuffer> feedback(int type, int format) {
        return part -> (part.get(1) & 0xFF) == type && (part.get(0) & 0x1F) == format;
    }
}
