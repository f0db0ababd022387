package dev.rillcast.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.Ivf;
import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Bytes;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.RtpReceiver;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The RTP packets of what a real encoder makes, as a publisher sends them before they are
 * encrypted.
 */
public final class RtpRecording {
    /** In each second. */
    public static final int FRAMES = 25;

    private static final int MTU = 1_000;
    private static final int HEADER = 12;
    private static final int SSRC = 0x01020304;
    private static final long PACKET_INTERVAL = 2_000_000;
    private static final long PATIENCE = 100_000_000;

    private RtpRecording() {}

    /**
     * One second of a small picture, or of a tone, encoded as browsers do; a key frame each ten
     * pictures.
     */
    public static List<byte[]> make(Path directory, Codec codec) throws Exception {
        String source =
                codec.video() ? "testsrc2=size=320x180:rate=" + FRAMES : "sine=frequency=440";
        String[] options =
                switch (codec) {
                    case VP8 -> words("-c:v libvpx -deadline realtime -cpu-used 8 -g 10 -b:v 500k");
                    case VP9 ->
                            words("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 10 -b:v 500k");
                    case AV1 ->
                            words("-c:v libaom-av1 -usage realtime -cpu-used 8 -g 10 -b:v 500k");
                    case H264 ->
                            words(
                                    "-c:v libx264 -tune zerolatency -profile:v baseline -pix_fmt yuv420p -g 10 -b:v 500k");
                    case OPUS -> words("-c:a libopus -ac 2 -ar 48000 -b:a 64k");
                    default -> throw new IllegalArgumentException(codec + " is not made here");
                };
        String kind = codec.video() ? codec == Codec.H264 ? ".h264" : ".ivf" : ".opus";
        Path file = directory.resolve("recorded-" + codec + kind);
        String[] command = {"ffmpeg", "-v", "error", "-f", "lavfi", "-t", "1", "-i", source};
        Program.run(directory, join(command, options, "-y", file.toString()));
        return fromZero(codec == Codec.AV1 ? av1(file) : sent(directory, file));
    }

    /** Sequence numbers and time stamps begin at random; so no two recordings would be the same. */
    private static List<byte[]> fromZero(List<byte[]> packets) {
        int sequence = Bytes.uint16(packets.getFirst(), 2);
        int time = Bytes.int32(packets.getFirst(), 4);
        for (byte[] packet : packets) {
            Bytes.put16(packet, 2, Bytes.uint16(packet, 2) - sequence);
            Bytes.put32(packet, 4, Bytes.int32(packet, 4) - time);
            Bytes.put32(packet, 8, SSRC);
        }
        return packets;
    }

    private static String[] words(String text) {
        return text.split(" ", -1);
    }

    private static String[] join(String[] command, String[] options, String... rest) {
        return Stream.of(command, options, rest).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /** A file as ffmpeg sends it. */
    public static List<byte[]> sent(Path directory, Path file) throws Exception {
        List<byte[]> packets = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(200);
            String url = "rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=" + MTU;
            String[] command = {"ffmpeg", "-v", "error", "-readrate", "4", "-i", file.toString()};
            String[] options = words("-c copy -strict experimental -f rtp");
            try (Program sender = new Program(directory, join(command, options, url))) {
                receive(socket, sender, packets);
                assertEquals("", sender.errors());
            }
        }
        return packets;
    }

    private static void receive(DatagramSocket socket, Program sender, List<byte[]> packets)
            throws Exception {
        byte[] buffer = new byte[RtpPacket.CAPACITY];
        for (boolean over = false; !over; ) {
            try {
                DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
                socket.receive(datagram);
                packets.add(Arrays.copyOf(buffer, datagram.getLength()));
            } catch (SocketTimeoutException e) {
                over = !sender.alive();
            }
        }
    }

    /** The temporal units of a file: not every ffmpeg can send AV1. */
    static List<byte[]> av1(Path file) throws Exception {
        List<byte[]> packets = new ArrayList<>();
        List<byte[]> units = Ivf.read(file);
        for (int i = 0; i < units.size(); i++) {
            List<byte[]> payloads = av1Payloads(units.get(i));
            for (int k = 0; k < payloads.size(); k++) {
                boolean marker = k == payloads.size() - 1;
                byte[] payload = payloads.get(k);
                packets.add(
                        ByteBuffer.allocate(HEADER + payload.length)
                                .put((byte) 0x80)
                                .put((byte) (marker ? 0xE0 : 0x60))
                                .putShort((short) packets.size())
                                .putInt(i * (90_000 / FRAMES))
                                .putInt(SSRC)
                                .put(payload)
                                .array());
            }
        }
        return packets;
    }

    /** Each OBU in packets of its own, without its size. */
    private static List<byte[]> av1Payloads(byte[] unit) {
        List<byte[]> payloads = new ArrayList<>();
        int at = 0;
        while (at < unit.length) {
            int headerEnd = at + ((unit[at] & 0x04) != 0 ? 2 : 1);
            int payload = Leb128.end(unit, headerEnd, unit.length);
            int end = payload + Leb128.value(unit, headerEnd, payload);
            ByteArrayOutputStream obu = new ByteArrayOutputStream();
            obu.write(unit[at] & ~0x02);
            obu.write(unit, at + 1, headerEnd - at - 1);
            obu.write(unit, payload, end - payload);
            addPieces(obu.toByteArray(), payloads);
            at = end;
        }
        return payloads;
    }

    private static void addPieces(byte[] obu, List<byte[]> payloads) {
        for (int from = 0; from < obu.length; from += MTU) {
            int to = Math.min(obu.length, from + MTU);
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            payload.write(0x10 | (from > 0 ? 0x80 : 0) | (to < obu.length ? 0x40 : 0));
            payload.write(obu, from, to - from);
            payloads.add(payload.toByteArray());
        }
    }

    /** The same packets so many seconds later, with the sequence numbers that follow. */
    public static List<byte[]> again(List<byte[]> packets, Codec codec, int seconds) {
        List<byte[]> later = new ArrayList<>();
        for (byte[] packet : packets) {
            byte[] copy = packet.clone();
            Bytes.put16(copy, 2, Bytes.uint16(copy, 2) + seconds * packets.size());
            Bytes.put32(copy, 4, Bytes.int32(copy, 4) + seconds * codec.clockRate());
            later.add(copy);
        }
        return later;
    }

    /**
     * The same packets with some bits flipped, from one to 128; half of them where descriptors and
     * headers are. One seed gives the same in each run.
     *
     * @param payloads whether RTP's own headers stay as they are
     */
    public static List<byte[]> flipped(List<byte[]> recorded, int seed, boolean payloads) {
        Random random = new Random(seed);
        int from = payloads ? HEADER : 0;
        List<byte[]> packets = new ArrayList<>();
        recorded.forEach(packet -> packets.add(packet.clone()));
        for (int i = 1 << random.nextInt(8); i > 0; i--) {
            byte[] packet = packets.get(random.nextInt(packets.size()));
            int length = packet.length - from;
            int at = from + random.nextInt(random.nextBoolean() ? length : Math.min(length, 24));
            packet[at] ^= (byte) (1 << random.nextInt(8));
        }
        return packets;
    }

    /** Takes packets the way that the door takes them, and gives what comes out. */
    public static void play(List<byte[]> packets, Codec codec, RtpReceiver.FrameSink sink) {
        PacketPool pool = new PacketPool();
        RtpReceiver receiver =
                new RtpReceiver(
                        0,
                        new Reception(codec),
                        PATIENCE,
                        true,
                        PayloadFormat.depacketizer(codec),
                        pool,
                        sink);
        long now = 0;
        RtpPacket packet = new RtpPacket();
        for (byte[] bytes : packets) {
            now += PACKET_INTERVAL;
            System.arraycopy(bytes, 0, packet.buffer(), 0, bytes.length);
            if (packet.parse(bytes.length, now) && receiver.receive(packet)) {
                packet = pool.take();
            }
            receiver.drain(now);
        }
        receiver.drain(now + PATIENCE);
    }

    /** A frame's bytes. */
    public static byte[] bytes(Frame frame) {
        int from = frame.offset();
        return Arrays.copyOfRange(frame.array(), from, from + frame.length());
    }
}
