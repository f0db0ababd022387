package dev.rillcast.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rillcast.dtls.ClientSession;
import dev.rillcast.dtls.DatagramPipe;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.dtls.SrtpKeys;
import dev.rillcast.media.Codec;
import dev.rillcast.srtp.SrtpReceiver;
import dev.rillcast.srtp.SrtpSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The way to a server on this machine: ICE checks, DTLS, and SRTP for what is sent. */
public final class RtcConnection implements AutoCloseable {
    private static final DtlsIdentity IDENTITY =
            DtlsIdentity.create(new SecureRandom(), Instant.EPOCH);

    /** RTP's payload type of what {@link #offer} says is video. */
    public static final int VIDEO_TYPE = 96;

    /** The same of sound. */
    public static final int SOUND_TYPE = 111;

    private static final String UFRAG = "film";
    private static final int FIRST_DTLS = 20; // the first byte tells (RFC 7983)
    private static final int FIRST_RTP = 128;
    private static final int TRIES = 100;

    private final InetSocketAddress server;
    private final String username;
    private final SecretKeySpec password;
    private final Runnable onPictureLoss;
    private final DatagramChannel channel = DatagramChannel.open();
    private final DatagramPipe pipe = new DatagramPipe(this::send);
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private volatile @Nullable SrtpReceiver receiver;
    private @Nullable SrtpSender sender;

    /**
     * @param port of the server's media
     * @param answer to {@link #offer}
     * @param onPictureLoss called when a key frame is wanted
     */
    public RtcConnection(int port, String answer, Runnable onPictureLoss) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        username = attribute(answer, "ice-ufrag") + ":" + UFRAG;
        password = new SecretKeySpec(attribute(answer, "ice-pwd").getBytes(US_ASCII), "HmacSHA1");
        this.onPictureLoss = onPictureLoss;
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("rtc-in").start(this::read);
    }

    /** The same as {@link #offer} with sound, of payload type 111. */
    public static String offerWithSound(Codec codec) {
        return offer(codec).replace("t=0 0\r\n", "t=0 0\r\na=group:BUNDLE v a\r\n")
                + """
                m=audio 9 UDP/TLS/RTP/SAVPF 111
                a=mid:a
                a=sendonly
                a=rtcp-mux
                a=rtpmap:111 opus/48000/2
                """
                        .replace("\n", "\r\n");
    }

    /** Video only, of payload type 96, with transport-wide numbers in extension 3. */
    public static String offer(Codec codec) {
        String parameters =
                codec == Codec.H264
                        ? "a=fmtp:96 packetization-mode=1;profile-level-id=42e01f\n"
                        : "";
        return """
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
                a=rtpmap:96 %s/90000
                %sa=rtcp-fb:96 nack
                a=rtcp-fb:96 nack pli
                a=rtcp-fb:96 transport-cc
                a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
                """
                .formatted(UFRAG, IDENTITY.fingerprint(), codec.name(), parameters)
                .replace("\n", "\r\n");
    }

    private static String attribute(String sdp, String name) {
        return sdp.split("a=" + name + ":", 2)[1].split("\r\n", 2)[0];
    }

    /** Checks until it is answered, and does the handshake. */
    public void connect() throws IOException, InterruptedException {
        for (int i = 0; !isAnswered(); i++) {
            if (i == TRIES) {
                throw new IOException("the server's media port does not answer");
            }
            check();
        }
        SrtpKeys keys = ClientSession.connect(IDENTITY, pipe).keys();
        receiver = new SrtpReceiver(keys.profile(), keys.serverKey(), keys.serverSalt());
        sender = new SrtpSender(keys.profile(), keys.clientKey(), keys.clientSalt());
    }

    private boolean isAnswered() throws InterruptedException {
        try {
            return answered.get(50, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /**
     * A check that nominates (RFC 8445 7.2.2) and, later, asks for consent (RFC 7675): USERNAME,
     * PRIORITY, ICE-CONTROLLING, USE-CANDIDATE, MESSAGE-INTEGRITY, FINGERPRINT (RFC 8489 14).
     */
    public void check() {
        byte[] name = username.getBytes(US_ASCII);
        ByteBuffer stun = ByteBuffer.allocate(256).putInt(0x00010000).putInt(0x2112A442);
        stun.put("check-number".getBytes(US_ASCII));
        stun.putShort((short) 0x0006).putShort((short) name.length).put(name);
        stun.position((stun.position() + 3) & ~3);
        stun.putInt(0x00240004).putInt(0x6E7F1EFF);
        stun.putInt(0x802A0008).putLong(7);
        stun.putInt(0x00250000);
        stun.putShort(2, (short) (stun.position() + 24 - 20));
        byte[] mac = hmac(Arrays.copyOf(stun.array(), stun.position()));
        stun.putInt(0x00080014).put(mac);
        stun.putShort(2, (short) (stun.position() + 8 - 20));
        CRC32 crc = new CRC32();
        crc.update(stun.array(), 0, stun.position());
        stun.putInt(0x80280004).putInt((int) crc.getValue() ^ 0x5354554E);
        send(stun.array(), 0, stun.position());
    }

    private byte[] hmac(byte[] head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(password);
            return mac.doFinal(head);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(2_000);
        try {
            while (true) {
                channel.receive(buffer.clear());
                byte[] datagram = Arrays.copyOf(buffer.array(), buffer.position());
                int first = datagram[0] & 0xFF;
                if (first >= FIRST_RTP) {
                    take(datagram);
                } else if (first >= FIRST_DTLS) {
                    pipe.offer(datagram);
                } else {
                    answered.complete(true);
                }
            }
        } catch (IOException closed) {
            // That is its end.
        }
    }

    /** Each part of an RTCP packet begins with its count, type and length (RFC 3550 6.1). */
    private void take(byte[] packet) {
        SrtpReceiver srtp = receiver;
        int length = srtp == null ? -1 : srtp.unprotectRtcp(packet, 0, packet.length);
        for (int at = 0; at + 4 <= length; ) {
            if ((packet[at] & 0x1F) == 1 && (packet[at + 1] & 0xFF) == 206) { // RFC 4585 6.3.1
                onPictureLoss.run();
            }
            at += 4 * (1 + ((packet[at + 2] & 0xFF) << 8 | (packet[at + 3] & 0xFF)));
        }
    }

    /**
     * Sends one packet, which is enciphered in place.
     *
     * @param packet with room for {@link SrtpSender#RTP_TRAILER} behind it
     */
    public void send(byte[] packet, int length) {
        SrtpSender srtp = sender;
        if (srtp == null) {
            throw new IllegalStateException("not connected");
        }
        send(packet, 0, srtp.protectRtp(packet, 0, length));
    }

    private void send(byte[] bytes, int offset, int length) {
        try {
            channel.send(ByteBuffer.wrap(bytes, offset, length), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        pipe.close();
        channel.close();
    }
}
