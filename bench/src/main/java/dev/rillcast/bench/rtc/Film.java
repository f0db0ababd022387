package dev.rillcast.bench.rtc;

import dev.rillcast.media.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The encoded pictures of a file, to be shown again and again.
 *
 * @param pictures each in the RTP payloads of its own; the first one is a key frame
 */
public record Film(Codec codec, List<Picture> pictures) {
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;
    private static final int START_CODE = 3;
    private static final int SPS = 7;
    private static final int FIRST_SLICE = 0x80;

    /**
     * One of them.
     *
     * @param key whether decoding can begin here
     */
    record Picture(boolean key, List<byte[]> payloads) {}

    public Film {
        if (pictures.isEmpty() || !pictures.getFirst().key()) {
            throw new IllegalArgumentException("a film begins with a key frame");
        }
    }

    /**
     * Reads VP8, VP9 or AV1 from IVF, H.264 from a byte stream (ITU-T H.264 Annex B).
     *
     * @throws IOException if the file can't be read
     */
    public static Film read(Path file, Codec codec) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Picture> pictures = new ArrayList<>();
        switch (codec) {
            case H264 -> readByteStream(bytes, pictures);
            case VP8, VP9, AV1 -> readIvf(ByteBuffer.wrap(bytes), codec, pictures);
            default -> throw new IllegalArgumentException(codec + " is no film");
        }
        return new Film(codec, List.copyOf(pictures));
    }

    /**
     * After a header of 32 bytes each frame behind its length in four bytes and its time in eight.
     */
    private static void readIvf(ByteBuffer in, Codec codec, List<Picture> pictures) {
        in.order(ByteOrder.LITTLE_ENDIAN).position(IVF_HEADER);
        while (in.remaining() >= IVF_FRAME_HEADER) {
            byte[] frame = new byte[in.getInt()];
            in.getLong();
            in.get(frame);
            boolean key =
                    switch (codec) {
                        case VP8 -> (frame[0] & 0x01) == 0; // RFC 6386 9.1
                        case VP9 -> (frame[0] & 0x0C) == 0; // profile 0, VP9 6.2
                        default -> Payloads.beginsSequence(frame);
                    };
            pictures.add(new Picture(key, Payloads.of(codec, frame)));
        }
    }

    /** A picture ends where the next one's parameter sets or first slice begin. */
    private static void readByteStream(byte[] bytes, List<Picture> pictures) {
        List<byte[]> units = new ArrayList<>();
        boolean slices = false;
        boolean key = false;
        for (byte[] unit : units(bytes)) {
            int type = unit[0] & 0x1F;
            boolean slice = type == 1 || type == 5;
            if (slices && (!slice || (unit[1] & FIRST_SLICE) != 0)) {
                pictures.add(new Picture(key, Payloads.ofUnits(units)));
                units.clear();
                slices = false;
                key = false;
            }
            units.add(unit);
            slices |= slice;
            key |= type == SPS;
        }
        pictures.add(new Picture(key, Payloads.ofUnits(units)));
    }

    private static List<byte[]> units(byte[] bytes) {
        List<byte[]> units = new ArrayList<>();
        int from = -1;
        for (int at = 0; at + START_CODE <= bytes.length; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1) {
                add(bytes, from, at, units);
                from = at + START_CODE;
            }
        }
        add(bytes, from, bytes.length, units);
        return units;
    }

    /** A start code of four bytes leaves a zero behind the unit before it. */
    private static void add(byte[] bytes, int from, int to, List<byte[]> units) {
        int end = to;
        while (from >= 0 && end > from && bytes[end - 1] == 0) {
            end--;
        }
        if (from >= 0 && end > from) {
            units.add(Arrays.copyOfRange(bytes, from, end));
        }
    }

    /** Where the next key frame is, at a place or behind it; the first picture follows the last. */
    int nextKey(int from) {
        for (int i = from; i < pictures.size(); i++) {
            if (pictures.get(i).key()) {
                return i;
            }
        }
        return 0;
    }
}
