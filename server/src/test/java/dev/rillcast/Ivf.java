package dev.rillcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The file format that VP8, VP9 and AV1 are kept in without a container: a header of 32 bytes, then
 * each frame behind its length in four bytes and its time in eight.
 */
public final class Ivf {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 12;

    private Ivf() {}

    /** The frames of a file. */
    public static List<byte[]> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(HEADER);
        List<byte[]> frames = new ArrayList<>();
        while (in.remaining() >= FRAME_HEADER) {
            byte[] frame = new byte[in.getInt()];
            in.getLong();
            in.get(frame);
            frames.add(frame);
        }
        return frames;
    }

    /**
     * Writes frames, one a millisecond; decoders take the size from them.
     *
     * @param fourCc VP80, VP90 or AV01
     */
    public static void write(Path file, String fourCc, List<byte[]> frames) throws IOException {
        write(file, fourCc, frames, LongStream.range(0, frames.size()).toArray());
    }

    /**
     * The same, with their times.
     *
     * @param times in milliseconds
     */
    public static void write(Path file, String fourCc, List<byte[]> frames, long[] times)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put("DKIF".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
        header.putShort((short) HEADER).put(fourCc.getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) 16).putShort((short) 16);
        header.putInt(1_000).putInt(1).putInt(frames.size());
        out.write(header.array());
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            out.write(head.putInt(frame.length).putLong(times[i]).array());
            out.write(frame);
        }
        Files.write(file, out.toByteArray());
    }
}
