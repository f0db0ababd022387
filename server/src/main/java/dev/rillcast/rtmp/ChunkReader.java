package dev.rillcast.rtmp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from chunks (RTMP 1.0, 5.3). Set Chunk Size and Abort are carried out
 * here; every other message is handed up. Used by one thread.
 */
final class ChunkReader {
    static final int MAX_MEDIA = 16 << 20;
    static final int MAX_DATA = 128 << 10; // a page's 64 kB of JSON are up to 73 kB of AMF0
    static final int MAX_COMMAND = 64 << 10;
    private static final int MAX_CHUNK_STREAMS = 64;
    private static final int EXTENDED = 0xFFFFFF;

    private final BufferedInputStream in;
    private final Map<Integer, ChunkStream> streams = new HashMap<>();
    private int chunkSize = 128;
    private long held;
    private long bytesRead;

    /** What the headers of one chunk stream leave out is as in its last chunk (5.3.1.2). */
    private static final class ChunkStream {
        long timestamp;
        long field; // the last time stamp or delta, as it was sent
        boolean extended;
        int length;
        int type;
        int streamId;
        byte[] payload = {};
        int filled;
        boolean open; // a message has begun and is not complete
        boolean started;
    }

    ChunkReader(InputStream in, int bufferSize) {
        this.in = new BufferedInputStream(in, bufferSize);
    }

    /** The buffered stream below, for the handshake before the first chunk. */
    InputStream input() {
        return in;
    }

    /** Bytes of all chunks so far, for acknowledgements (5.4.3). */
    long bytesRead() {
        return bytesRead;
    }

    /**
     * The next message, or null when the other side has closed the connection between two.
     *
     * @throws ProtocolException when the chunks break a rule or a bound
     */
    @Nullable RtmpMessage next() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            bytesRead++;
            ChunkStream stream = header(first);
            readChunk(stream);
            if (stream.filled < stream.length) {
                continue;
            }
            RtmpMessage message = complete(stream);
            switch (message.type()) {
                case RtmpMessage.SET_CHUNK_SIZE -> setChunkSize(message);
                case RtmpMessage.ABORT -> abort(message);
                default -> {
                    return message;
                }
            }
        }
    }

    /**
     * Reads a chunk's headers (5.3.1).
     *
     * <pre>
     *  basic:    fmt (2) | chunk stream id (6); 0: one more byte + 64, 1: two more + 64
     *  fmt 0-2:  timestamp or delta (24), 0xFFFFFF: extended timestamp (32) at the end
     *  fmt 0-1:  message length (24) | message type id (8)
     *  fmt 0:    message stream id (32, little endian)
     * </pre>
     */
    private ChunkStream header(int first) throws IOException {
        int format = first >> 6;
        int id =
                switch (first & 0x3F) {
                    case 0 -> 64 + integer(1);
                    case 1 -> {
                        int low = integer(1);
                        yield 64 + low + (integer(1) << 8);
                    }
                    default -> first & 0x3F;
                };
        ChunkStream stream = stream(id, format);
        if (format == 3) {
            repeatedTimestamp(stream);
        } else {
            stream.field = integer(3);
            if (format < 2) {
                lengthAndType(stream, integer(3), integer(1));
            }
            if (format == 0) {
                stream.streamId = Integer.reverseBytes(integer(4));
            }
            stream.extended = stream.field == EXTENDED;
            if (stream.extended) {
                stream.field = integer(4) & 0xFFFFFFFFL;
            }
        }
        if (!stream.open) {
            begin(stream, format);
        }
        return stream;
    }

    private ChunkStream stream(int id, int format) throws ProtocolException {
        ChunkStream stream = streams.get(id);
        if (stream == null) {
            if (streams.size() >= MAX_CHUNK_STREAMS) {
                throw new ProtocolException("RTMP: more than 64 chunk streams");
            }
            stream = new ChunkStream();
            streams.put(id, stream);
        }
        // ffmpeg and Flash begin a chunk stream with format 1 at times; 2 and 3 name no length.
        if (format > 1 && !stream.started) {
            throw new ProtocolException("RTMP: a chunk stream begins without a full header");
        }
        stream.started = true;
        return stream;
    }

    private static void lengthAndType(ChunkStream stream, int length, int type)
            throws ProtocolException {
        if (stream.open && (length != stream.length || type != stream.type)) {
            throw new ProtocolException("RTMP: a message begins inside another");
        }
        stream.length = length;
        stream.type = type;
    }

    /**
     * Format 3 repeats the extended timestamp (5.3.1.3). Some encoders do not write it, so it is
     * taken away only when it is there.
     */
    private void repeatedTimestamp(ChunkStream stream) throws IOException {
        if (!stream.extended) {
            return;
        }
        in.mark(4);
        byte[] next = in.readNBytes(4);
        long value = 0;
        for (byte b : next) {
            value = value << 8 | (b & 0xFF);
        }
        if (next.length == 4 && value == stream.field) {
            bytesRead += 4;
        } else {
            in.reset();
        }
    }

    private void begin(ChunkStream stream, int format) throws ProtocolException {
        int limit =
                switch (stream.type) {
                    case RtmpMessage.AUDIO, RtmpMessage.VIDEO -> MAX_MEDIA;
                    case RtmpMessage.DATA, RtmpMessage.DATA_AMF3 -> MAX_DATA;
                    default -> MAX_COMMAND;
                };
        if (stream.length > limit) {
            throw new ProtocolException(
                    "RTMP: a message of type %d has %d bytes, at most %d are taken"
                            .formatted(stream.type, stream.length, limit));
        }
        stream.timestamp =
                format == 0 ? stream.field : stream.timestamp + stream.field & 0xFFFFFFFFL;
        stream.open = true;
        stream.filled = 0;
        // Memory is given as bytes come in, not as the header promises them.
        stream.payload = new byte[Math.min(stream.length, Math.clamp(chunkSize, 1_024, 65_536))];
    }

    private void readChunk(ChunkStream stream) throws IOException {
        int count = Math.min(stream.length - stream.filled, chunkSize);
        held += count;
        if (held > MAX_MEDIA) {
            throw new ProtocolException("RTMP: too many messages are open at once");
        }
        while (count > 0) {
            if (stream.filled == stream.payload.length) {
                int larger = Math.min(stream.length, stream.payload.length * 4);
                stream.payload = Arrays.copyOf(stream.payload, larger);
            }
            int part = Math.min(count, stream.payload.length - stream.filled);
            if (in.readNBytes(stream.payload, stream.filled, part) < part) {
                throw new EOFException("RTMP: the connection ends inside a message");
            }
            stream.filled += part;
            bytesRead += part;
            count -= part;
        }
    }

    private RtmpMessage complete(ChunkStream stream) {
        RtmpMessage message =
                new RtmpMessage(stream.type, stream.streamId, stream.timestamp, stream.payload);
        clear(stream);
        return message;
    }

    private void clear(ChunkStream stream) {
        held -= stream.filled;
        stream.open = false;
        stream.filled = 0;
        stream.payload = new byte[0];
    }

    /** 5.4.1: one bit of zero, then the size in 31 bits. */
    private void setChunkSize(RtmpMessage message) throws ProtocolException {
        int size = number(message);
        if (size < 1) {
            throw new ProtocolException("RTMP: a chunk size of " + size);
        }
        chunkSize = Math.min(size, EXTENDED); // no message is larger
    }

    /** 5.4.2: the rest of a message will not come. */
    private void abort(RtmpMessage message) throws ProtocolException {
        ChunkStream stream = streams.get(number(message));
        if (stream != null && stream.open) {
            clear(stream);
        }
    }

    /** The 32-bit number that a control message is. */
    static int number(RtmpMessage message) throws ProtocolException {
        if (message.length() < 4) {
            throw new ProtocolException("RTMP: a control message is cut off");
        }
        byte[] p = message.payload();
        return p[0] << 24 | (p[1] & 0xFF) << 16 | (p[2] & 0xFF) << 8 | (p[3] & 0xFF);
    }

    /** An unsigned number of 1 to 4 bytes, the highest first. */
    private int integer(int bytes) throws IOException {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("RTMP: the connection ends inside a chunk header");
            }
            value = value << 8 | next;
        }
        bytesRead += bytes;
        return value;
    }
}
