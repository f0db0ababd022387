package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.Ivf;
import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real encoders make is the same behind RTP as before. */
@Timeout(120)
class RealStreamTest {
    private static final int FRAMES = 50;
    private static final int MTU = 1_000;

    @TempDir static Path directory;

    @Test
    void vp8OfFfmpegComesThrough() throws Exception {
        Path file = encode("vp8.ivf", "libvpx", "-deadline", "realtime");
        List<byte[]> given = sendByFfmpeg(file, Codec.VP8);
        assertFramesAre(Ivf.read(file), given);
        assertDecodesTheSame(file, "VP80", given);
    }

    /** With hidden frames, which come in superframes of the encoder's. */
    @Test
    void vp9OfFfmpegComesThrough() throws Exception {
        Path file = encode("vp9.ivf", "libvpx-vp9", "-deadline", "good", "-lag-in-frames", "10");
        List<byte[]> given = sendByFfmpeg(file, Codec.VP9);
        assertFramesAre(Ivf.read(file), given);
        assertDecodesTheSame(file, "VP90", given);
    }

    /** With hidden frames that are shown later. This ffmpeg can't send AV1, so the test does. */
    @Test
    void av1ComesThrough() throws Exception {
        Path file = encode("av1.ivf", "libaom-av1", "-lag-in-frames", "10");
        List<byte[]> given = new ArrayList<>();
        Av1Depacketizer depacketizer = new Av1Depacketizer();
        int sequence = 0;
        List<byte[]> units = Ivf.read(file);
        for (int i = 0; i < units.size(); i++) {
            List<byte[]> payloads = av1Payloads(units.get(i));
            for (int k = 0; k < payloads.size(); k++) {
                boolean marker = k == payloads.size() - 1;
                RtpPacket packet = Packets.of(sequence++, i, marker, 0, payloads.get(k));
                take(depacketizer.push(packet), given);
            }
        }
        assertDecodesTheSame(file, "AV01", given);
    }

    private static Path encode(String name, String encoder, String... options) throws Exception {
        Path file = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=320x180:rate=25", "-g", "20"));
        command.addAll(List.of("-frames:v", "" + FRAMES, "-cpu-used", "6", "-c:v", encoder));
        command.addAll(List.of(options));
        command.add(file.toString());
        Program.run(directory, command.toArray(new String[0]));
        return file;
    }

    private static List<byte[]> sendByFfmpeg(Path file, Codec codec) throws Exception {
        List<byte[]> given = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(200);
            String url = "rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=" + MTU;
            String[] command = {
                "ffmpeg",
                "-v",
                "error",
                "-readrate",
                "4",
                "-i",
                file.toString(),
                "-c",
                "copy",
                "-strict",
                "experimental",
                "-f",
                "rtp",
                url
            };
            try (Program sender = new Program(directory, command)) {
                receive(socket, sender, codec, given);
            }
        }
        return given;
    }

    private static void receive(
            DatagramSocket socket, Program sender, Codec codec, List<byte[]> given)
            throws Exception {
        PacketPool pool = new PacketPool();
        RtpPacket packet = new RtpPacket();
        @Nullable RtpReceiver receiver = null;
        for (boolean over = false; !over; ) {
            try {
                DatagramPacket datagram = new DatagramPacket(packet.buffer(), RtpPacket.CAPACITY);
                socket.receive(datagram);
                if (!packet.parse(datagram.getLength(), System.nanoTime())) {
                    continue;
                }
                if (receiver == null) {
                    receiver =
                            new RtpReceiver(
                                    packet.ssrc(),
                                    new Reception(codec),
                                    100_000_000,
                                    Depacketizer.of(codec),
                                    pool,
                                    frame -> take(frame, given));
                }
                receiver.receive(packet);
                packet = new RtpPacket();
            } catch (SocketTimeoutException e) {
                over = !sender.alive();
            }
        }
        assertEquals("", sender.errors());
    }

    private static void take(@Nullable Frame frame, List<byte[]> given) {
        if (frame != null) {
            int from = frame.offset();
            given.add(Arrays.copyOfRange(frame.array(), from, from + frame.length()));
        }
    }

    private static void assertFramesAre(List<byte[]> sent, List<byte[]> given) {
        assertEquals(sent.size(), given.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), given.get(i), "frame " + i);
        }
    }

    private static void assertDecodesTheSame(Path file, String fourCc, List<byte[]> given)
            throws Exception {
        assertEquals(FRAMES, given.size());
        Path received = directory.resolve("received-" + fourCc + ".ivf");
        Ivf.write(received, fourCc, given);
        assertEquals(pictures(file), pictures(received));
    }

    /** A digest of all pictures that are shown; that ffmpeg says nothing is checked, too. */
    private static String pictures(Path file) throws Exception {
        return Program.run(
                directory,
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "md5",
                "-");
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
}
