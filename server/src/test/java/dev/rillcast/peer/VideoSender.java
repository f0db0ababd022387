package dev.rillcast.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sends H.264 as libwebrtc does, in simulated time: pictures are paced, lost packets sent again by
 * RTX but not more often than once in a round trip, and a key frame comes when it is asked for.
 */
final class VideoSender {
    static final int TYPE = 96;
    static final int REPAIR_TYPE = 97;
    static final int SSRC = 0x11111111;
    private static final int REPAIR_SSRC = 0x22222222;
    private static final int PAYLOAD = 1_100;
    private static final int KEY_FRAME = 8; // times as large as others
    private static final int TICKS = 3_000; // of 90 kHz between two pictures
    private static final int KEPT = 600;
    private static final int MOST_PENDING = 200;

    /** The picture of a time stamp as it must come out. */
    static final class Sent {
        final boolean key;
        final byte[] bytes;

        Sent(boolean key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }

    /** A packet, and when it was last sent. */
    private static final class Stored {
        final byte[] packet;
        long sent;
        int again;

        Stored(byte[] packet) {
            this.packet = packet;
        }
    }

    private final Random random;
    private final int bitrate;
    private final long roundTrip;
    private final boolean repairs;
    private final Map<Integer, Stored> history = new HashMap<>();
    private final ArrayDeque<Integer> pending = new ArrayDeque<>();
    private final ArrayDeque<Integer> pendingAgain = new ArrayDeque<>();
    private final List<Sent> pictures = new ArrayList<>();
    private int sequence;
    private int repairSequence;
    private long free;
    private boolean keyFrameWanted = true;
    private int sentAgain;

    /**
     * @param bitrate in bit/s
     * @param roundTrip as the sender knows it, in nanoseconds; sooner nothing is sent again twice
     * @param repairs whether by RTX, else what is sent again is the packet itself
     */
    VideoSender(Random random, int bitrate, long roundTrip, boolean repairs) {
        this.random = random;
        this.bitrate = bitrate;
        this.roundTrip = roundTrip;
        this.repairs = repairs;
        this.sequence = random.nextInt(0x1_0000);
    }

    /** To be called 30 times a second; while too much waits to be sent, pictures are left out. */
    void capture() {
        if (pending.size() > MOST_PENDING) {
            return;
        }
        int number = pictures.size();
        boolean key = keyFrameWanted;
        keyFrameWanted = false;
        byte[] nal = new byte[bitrate / 8 / 30 * (key ? KEY_FRAME : 1)];
        random.nextBytes(nal);
        nal[0] = (byte) (key ? 0x65 : 0x41);
        nal[1] = (byte) 0x80; // first_mb_in_slice is 0
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (key) {
            store(number, false, new byte[] {0x78, 0, 2, 0x67, 0x42, 0, 2, 0x68, (byte) 0xCE});
            out.writeBytes(new byte[] {0, 0, 0, 2, 0x67, 0x42, 0, 0, 0, 2, 0x68, (byte) 0xCE});
        }
        out.writeBytes(ByteBuffer.allocate(4).putInt(nal.length).array());
        out.writeBytes(nal);
        pictures.add(new Sent(key, out.toByteArray()));
        for (int at = 1; at < nal.length; at += PAYLOAD) { // FU-A (RFC 6184 5.8)
            int count = Math.min(PAYLOAD, nal.length - at);
            boolean last = at + count == nal.length;
            int header = (at == 1 ? 0x80 : 0) | (last ? 0x40 : 0) | (nal[0] & 0x1F);
            ByteBuffer payload = ByteBuffer.allocate(2 + count);
            payload.put((byte) ((nal[0] & 0xE0) | 28)).put((byte) header).put(nal, at, count);
            store(number, last, payload.array());
        }
    }

    private void store(int picture, boolean marker, byte[] payload) {
        int number = sequence++ & 0xFFFF;
        history.put(number, new Stored(packet(TYPE, marker, number, picture, SSRC, payload)));
        history.remove((number - KEPT) & 0xFFFF);
        pending.add(number);
    }

    private static byte[] packet(
            int type, boolean marker, int number, int picture, int ssrc, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length).put((byte) 0x80);
        packet.put((byte) (type | (marker ? 0x80 : 0))).putShort((short) number);
        return packet.putInt(picture * TICKS).putInt(ssrc).put(payload).array();
    }

    /** The next packet, at two and a half times the bitrate; what is sent again goes first. */
    byte @Nullable [] next(long now) {
        if (now < free || (pending.isEmpty() && pendingAgain.isEmpty())) {
            return null;
        }
        boolean again = !pendingAgain.isEmpty();
        int number = again ? pendingAgain.remove() : pending.remove();
        Stored stored = history.get(number);
        if (stored == null) {
            return null;
        }
        stored.sent = now;
        byte[] packet = again && repairs ? repair(stored.packet) : stored.packet;
        free = Math.max(free, now - 5_000_000) + packet.length * 8L * 400_000_000 / bitrate;
        return packet;
    }

    /** RFC 4588 4: the number that it had stands in front of the payload. */
    private byte[] repair(byte[] original) {
        ByteBuffer packet = ByteBuffer.allocate(original.length + 2).put(original, 0, 12);
        packet.put(original, 2, 2).put(original, 12, original.length - 12);
        packet.put(1, (byte) ((original[1] & 0x80) | REPAIR_TYPE));
        packet.putShort(2, (short) repairSequence++).putInt(8, REPAIR_SSRC);
        return packet.array();
    }

    /** Takes a compound RTCP packet. */
    void rtcp(byte[] bytes, long now) {
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        for (int at = 0; at < bytes.length; at += 4 * (1 + packet.getShort(at + 2))) {
            int end = at + 4 * (1 + packet.getShort(at + 2));
            if ((packet.get(at + 1) & 0xFF) == 205 && (packet.get(at) & 0x1F) == 1) {
                for (int i = at + 12; i < end; i += 4) {
                    nack(packet.getShort(i) & 0xFFFF, packet.getShort(i + 2), now);
                }
            }
            keyFrameWanted |= (packet.get(at + 1) & 0xFF) == 206 && (packet.get(at) & 0x1F) == 1;
        }
    }

    private void nack(int first, int following, long now) {
        again(first, now);
        for (int i = 0; i < 16; i++) {
            if ((following >> i & 1) != 0) {
                again((first + 1 + i) & 0xFFFF, now);
            }
        }
    }

    private void again(int number, long now) {
        Stored stored = history.get(number);
        boolean due =
                stored != null
                        && !pendingAgain.contains(number)
                        && !pending.contains(number)
                        && (stored.again == 0 || now - stored.sent >= roundTrip + 5_000_000);
        if (stored != null && due) {
            stored.again++;
            sentAgain++;
            pendingAgain.add(number);
        }
    }

    List<Sent> pictures() {
        return pictures;
    }

    /** How many packets were sent again. */
    int sentAgain() {
        return sentAgain;
    }
}
