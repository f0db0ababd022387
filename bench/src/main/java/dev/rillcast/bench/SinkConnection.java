package dev.rillcast.bench;

import dev.rillcast.amf.Amf0Reader;
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
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One publisher at the sink: says yes to everything and counts the frames. It has an RTMP reader of
 * its own, so that the server's writer is read by a stranger.
 */
final class SinkConnection implements Runnable {
    private static final int HANDSHAKE = 1_536;
    private static final int EXTENDED = 0xFFFFFF;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int COMMAND = 20;

    private final Socket socket;
    private final ConcurrentMap<String, SinkStream> streams;
    private final Map<Integer, Chunks> chunks = new HashMap<>();
    private int chunkSize = 128;
    private @Nullable SinkStream stream;

    /** A chunk stream: what later headers leave out, and the message that is being put together. */
    private static final class Chunks {
        long timestamp;
        long delta;
        int length;
        int type;
        byte[] payload = new byte[1 << 16];
        int filled;
    }

    SinkConnection(Socket socket, ConcurrentMap<String, SinkStream> streams) {
        this.socket = socket;
        this.streams = streams;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            OutputStream out = socket.getOutputStream();
            shakeHands(in, out);
            for (int first = in.read(); first >= 0; first = in.read()) {
                chunk(first, in, out);
            }
        } catch (IOException e) {
            System.err.println("sink: " + e);
        }
    }

    private static void shakeHands(DataInputStream in, OutputStream out) throws IOException {
        byte[] c0c1 = in.readNBytes(1 + HANDSHAKE);
        out.write(
                ByteBuffer.allocate(1 + 2 * HANDSHAKE)
                        .put((byte) 3)
                        .position(1 + HANDSHAKE)
                        .put(c0c1, 1, HANDSHAKE)
                        .array());
        in.skipNBytes(HANDSHAKE);
    }

    /** Reads one chunk (RTMP 1.0, 5.3.1); the sink takes ids of one byte only. */
    private void chunk(int first, DataInputStream in, OutputStream out) throws IOException {
        Chunks c = chunks.computeIfAbsent(first & 0x3F, _ -> new Chunks());
        int format = first >> 6;
        if (format < 3) {
            long field = int24(in);
            if (format < 2) {
                c.length = int24(in);
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
        if (c.filled == c.length) {
            c.filled = 0;
            message(c, out);
        }
    }

    private static int int24(DataInputStream in) throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }

    private void message(Chunks message, OutputStream out) throws IOException {
        SinkStream to = stream;
        switch (message.type) {
            case SET_CHUNK_SIZE -> chunkSize = ByteBuffer.wrap(message.payload).getInt();
            case COMMAND -> command(message, out);
            case AUDIO -> {
                if (to != null && message.payload[1] == 1) { // 0: the decoder's configuration
                    to.audio(message.timestamp);
                }
            }
            case VIDEO -> {
                if (to != null && message.payload[1] == 1) {
                    to.video(message.timestamp);
                }
            }
            default -> {} // metadata
        }
    }

    private void command(Chunks message, OutputStream out) throws IOException {
        Amf0Reader in = new Amf0Reader(message.payload, 0, message.length);
        Object name = in.read();
        Object transaction = in.read();
        switch (String.valueOf(name)) {
            case "connect" -> send(out, "_result", transaction, null, status("Connect.Success"));
            case "createStream" -> send(out, "_result", transaction, null, 1);
            case "publish" -> {
                Object _ = in.read();
                String key = String.valueOf(in.read());
                stream = streams.computeIfAbsent(key, SinkStream::new);
                send(out, "onStatus", 0, null, status("Publish.Start"));
            }
            default -> {}
        }
    }

    private static Map<String, @Nullable Object> status(String code) {
        String family = code.startsWith("Connect") ? "NetConnection." : "NetStream.";
        return Map.of("level", "status", "code", family + code);
    }

    /** A command in one chunk, which the default size of 128 bytes has room for. */
    private static void send(OutputStream out, @Nullable Object... values) throws IOException {
        byte[] payload = Amf0Writer.bytes(values);
        out.write(
                ByteBuffer.allocate(12 + payload.length)
                        .putInt(3 << 24)
                        .putInt(payload.length << 8 | COMMAND)
                        .putInt(1 << 24)
                        .put(payload)
                        .array());
    }
}
