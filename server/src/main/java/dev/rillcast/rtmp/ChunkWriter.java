package dev.rillcast.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts messages into chunks (RTMP 1.0, 5.3) and writes each message at once: headers and windows of
 * the payload in one gather write, without a copy. Not thread-safe.
 */
final class ChunkWriter {
    /** Large enough that nearly every frame is one chunk. */
    static final int CHUNK_SIZE = 60_000;

    private static final int EXTENDED = 0xFFFFFF;
    private static final int CONTROL_STREAM = 2;

    private final GatheringByteChannel out;
    private final Sent[] streams = new Sent[64];
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final ByteBuffer head = ByteBuffer.allocate(16);
    private final ByteBuffer continuation = ByteBuffer.allocate(5);
    private int chunkSize = 128;

    /** The last header of a chunk stream, which the next may refer to. */
    private static final class Sent {
        long timestamp;
        long delta = -1; // unknown after format 0, where servers differ on what 3 would mean
        int length;
        int type;
        int streamId;
    }

    ChunkWriter(GatheringByteChannel out) {
        this.out = out;
    }

    /** Announces the size of the chunks to come (5.4.1). */
    void setChunkSize(int size) throws IOException {
        write(CONTROL_STREAM, RtmpMessage.control(RtmpMessage.SET_CHUNK_SIZE, size));
        chunkSize = size;
    }

    /** Writes a message and returns the bytes that went out. */
    long write(int chunkStream, RtmpMessage message) throws IOException {
        return write(
                chunkStream,
                message.type(),
                message.streamId(),
                message.timestamp(),
                List.of(ByteBuffer.wrap(message.payload())));
    }

    /**
     * Writes a message whose payload is the given windows, one after the other.
     *
     * @param chunkStream 2 to 63
     * @param millis only the low 32 bits go out
     * @return the bytes that went out
     */
    long write(int chunkStream, int type, int streamId, long millis, List<ByteBuffer> payload)
            throws IOException {
        int length = 0;
        for (int i = 0; i < payload.size(); i++) {
            length += payload.get(i).remaining();
        }
        header(chunkStream, type, streamId, millis & 0xFFFFFFFFL, length);
        pieces.add(head);
        cut(payload);
        return flush();
    }

    /** The first header of a message, as short as the last one of its chunk stream allows. */
    private void header(int chunkStream, int type, int streamId, long timestamp, int length) {
        Sent last = streams[chunkStream];
        boolean first = last == null;
        if (last == null) {
            last = new Sent();
            streams[chunkStream] = last;
        }
        long delta = timestamp - last.timestamp & 0xFFFFFFFFL;
        int format;
        if (first || streamId != last.streamId || delta >= EXTENDED) {
            format = 0; // a step back is a delta of nearly 2^32, so it ends up here, too
        } else if (type != last.type || length != last.length) {
            format = 1;
        } else {
            format = delta == last.delta ? 3 : 2;
        }
        long field = format == 0 ? timestamp : delta;
        head.clear();
        head.put((byte) (format << 6 | chunkStream));
        if (format < 3) {
            int24((int) Math.min(field, EXTENDED));
        }
        if (format < 2) {
            int24(length);
            head.put((byte) type);
        }
        if (format == 0) {
            head.putInt(Integer.reverseBytes(streamId));
        }
        continuation.clear();
        continuation.put((byte) (0xC0 | chunkStream));
        if (field >= EXTENDED) {
            head.putInt((int) field);
            continuation.putInt((int) field);
        }
        head.flip();
        continuation.flip();
        last.timestamp = timestamp;
        last.delta = format == 0 ? -1 : delta;
        last.length = length;
        last.type = type;
        last.streamId = streamId;
    }

    private void int24(int value) {
        head.put((byte) (value >> 16)).putShort((short) value);
    }

    private void cut(List<ByteBuffer> payload) {
        int room = chunkSize;
        for (int i = 0; i < payload.size(); i++) {
            ByteBuffer window = payload.get(i);
            while (window.hasRemaining()) {
                if (room == 0) {
                    pieces.add(continuation.duplicate());
                    room = chunkSize;
                }
                if (window.remaining() <= room) {
                    room -= window.remaining();
                    pieces.add(window);
                    break;
                }
                pieces.add(window.slice(window.position(), room));
                window.position(window.position() + room);
                room = 0;
            }
        }
    }

    private long flush() throws IOException {
        try {
            ByteBuffer[] all = pieces.toArray(ByteBuffer[]::new);
            long written = 0;
            int first = 0;
            while (first < all.length) {
                written += out.write(all, first, all.length - first);
                while (first < all.length && !all[first].hasRemaining()) {
                    first++;
                }
            }
            return written;
        } finally {
            pieces.clear(); // keeps no frame alive
        }
    }
}
