package dev.rillcast.bench;

import dev.rillcast.amf.Amf0Writer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RTMP's chunks at the sink. It has a reader of its own, so that the server's writer is read by a
 * stranger. For one thread.
 */
final class SinkChunks {
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int COMMAND = 20;

    private static final int HANDSHAKE = 1_536;
    private static final int EXTENDED = 0xFFFFFF;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int DEFAULT_SIZE = 128;

    private final DataInputStream in;
    private final OutputStream out;
    private final Map<Integer, Message> streams = new HashMap<>();
    private int chunkSize = DEFAULT_SIZE;

    /** What is put together of a chunk stream, and what its later headers leave out. */
    static final class Message {
        private long delta;
        private int filled;
        private long timestamp;
        private int length;
        private int type;
        private byte[] payload = new byte[1 << 16];

        int type() {
            return type;
        }

        long timestamp() {
            return timestamp;
        }

        int length() {
            return length;
        }

        /** Valid up to the length, until the next message is read. */
        byte[] payload() {
            return payload;
        }
    }

    SinkChunks(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
    }

    /** Answers a client's handshake (RTMP 1.0, 5.2). */
    void accept() throws IOException {
        byte[] c0c1 = new byte[1 + HANDSHAKE];
        in.readFully(c0c1);
        out.write(
                ByteBuffer.allocate(1 + 2 * HANDSHAKE)
                        .put((byte) 3)
                        .position(1 + HANDSHAKE)
                        .put(c0c1, 1, HANDSHAKE)
                        .array());
        in.skipNBytes(HANDSHAKE);
    }

    /** Begins the handshake with a server. */
    void connect() throws IOException {
        out.write(ByteBuffer.allocate(1 + HANDSHAKE).put((byte) 3).array());
        in.skipNBytes(1);
        byte[] s1 = in.readNBytes(HANDSHAKE);
        in.skipNBytes(HANDSHAKE);
        out.write(s1);
    }

    /** The next whole message, or null at the end; what is about chunks is seen to here. */
    @Nullable Message read() throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            Message whole = chunk(first);
            if (whole != null && whole.type == SET_CHUNK_SIZE) {
                chunkSize = ByteBuffer.wrap(whole.payload).getInt();
            } else if (whole != null) {
                return whole;
            }
        }
        return null;
    }

    /** Reads one chunk (RTMP 1.0, 5.3.1); the sink takes ids of one byte only. */
    private @Nullable Message chunk(int first) throws IOException {
        Message c = streams.computeIfAbsent(first & 0x3F, _ -> new Message());
        int format = first >> 6;
        if (format < 3) {
            long field = int24();
            if (format < 2) {
                c.length = int24();
                c.type = in.readUnsignedByte();
            }
            if (format == 0) {
                in.skipNBytes(4);
            }
            if (field == EXTENDED) {
                throw new ProtocolException("the sink takes no streams of more than 4 hours");
            }
            c.delta = format == 0 ? field - c.timestamp : field;
        }
        if (c.filled == 0) {
            c.timestamp += c.delta;
            if (c.payload.length < c.length) {
                c.payload = new byte[c.length];
            }
        }
        int count = Math.min(chunkSize, c.length - c.filled);
        in.readFully(c.payload, c.filled, count);
        c.filled += count;
        if (c.filled < c.length) {
            return null;
        }
        c.filled = 0;
        return c;
    }

    private int int24() throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }

    /**
     * Sends a command.
     *
     * @param id of the message stream; 0: the connection's own
     */
    void send(int id, @Nullable Object... values) throws IOException {
        byte[] payload = Amf0Writer.bytes(values);
        int parts = (payload.length + DEFAULT_SIZE - 1) / DEFAULT_SIZE;
        ByteBuffer chunks = ByteBuffer.allocate(12 + payload.length + parts - 1);
        chunks.putInt(3 << 24)
                .putInt(payload.length << 8 | COMMAND)
                .putInt(Integer.reverseBytes(id));
        for (int at = 0; at < payload.length; at += DEFAULT_SIZE) {
            if (at > 0) {
                chunks.put((byte) 0xC3);
            }
            chunks.put(payload, at, Math.min(DEFAULT_SIZE, payload.length - at));
        }
        out.write(chunks.array());
    }
}
