package dev.rillcast.rtmp;

import dev.rillcast.tls.TimedInput;
import dev.rillcast.tls.TlsChannel;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One RTMP connection over TCP or TLS, either side of it: it reads messages and by itself answers
 * what the protocol asks for, pings and acknowledgements.
 *
 * <p>One thread reads. Any thread may write; a write holds the lock for as long as the socket
 * takes. The reader's own answers never wait for that lock: whoever holds it sends them afterwards.
 */
public final class RtmpConnection implements Closeable {
    private final GatheringByteChannel channel;
    private final Socket socket;
    private final TimedInput timed;
    private final ChunkReader reader;
    private final ChunkWriter writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<RtmpMessage> answers = new ArrayBlockingQueue<>(16);

    private long window; // of acknowledgements, 0 until the other side names it; the reader's
    private long acknowledged;

    private final long roundTrip;
    private @Nullable SendBuffer sendBuffer; // if it is bounded; guarded by writing

    private volatile long writeSince; // 0: no write is under way
    private volatile long bytesWritten;

    /**
     * Takes over a connected channel in blocking mode.
     *
     * @param bufferSize bytes that are read at once
     */
    public RtmpConnection(SocketChannel channel, int bufferSize) throws IOException {
        this(channel, bufferSize, 0);
    }

    /**
     * The same.
     *
     * @param roundTrip nanoseconds that making the connection has taken
     */
    RtmpConnection(SocketChannel channel, int bufferSize, long roundTrip) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.channel = channel;
        this.socket = channel.socket();
        this.timed = new TimedInput(socket, socket.getInputStream());
        this.reader = new ChunkReader(timed, bufferSize);
        this.writer = new ChunkWriter(channel);
        this.roundTrip = roundTrip;
    }

    /** Takes over a channel whose handshake is over. */
    RtmpConnection(TlsChannel channel, int bufferSize) throws IOException {
        this.channel = channel;
        this.socket = channel.socket();
        this.timed = channel.timed();
        this.reader = new ChunkReader(channel.input(), bufferSize);
        this.writer = new ChunkWriter(channel);
        this.roundTrip = channel.roundTrip();
    }

    /** The handshake, before anything else, of the side that opened the connection. */
    public void handshakeAsClient() throws IOException {
        Handshake.client(reader.input(), Channels.newOutputStream(channel));
    }

    /** The handshake, before anything else, of the side that took the connection. */
    public void handshakeAsServer() throws IOException {
        Handshake.server(reader.input(), Channels.newOutputStream(channel));
    }

    /** Reads fail with {@link SocketTimeoutException} after this time; zero takes it away. */
    void limitReads(Duration time) {
        timed.limit(time);
    }

    /**
     * The next message that is not about the connection itself, or null at its end.
     *
     * @throws ProtocolException when the other side breaks a rule or a bound of RTMP
     */
    public @Nullable RtmpMessage read() throws IOException {
        while (true) {
            RtmpMessage message = reader.next();
            if (message == null) {
                return null;
            }
            acknowledge();
            switch (message.type()) {
                case RtmpMessage.WINDOW_ACK_SIZE ->
                        window = ChunkReader.number(message) & 0xFFFFFFFFL;
                case RtmpMessage.USER_CONTROL -> userControl(message);
                case RtmpMessage.ACKNOWLEDGEMENT, RtmpMessage.SET_PEER_BANDWIDTH -> {}
                default -> {
                    return message;
                }
            }
        }
    }

    /** 5.4.3: a peer may stop sending when a window of bytes was not acknowledged. */
    private void acknowledge() throws IOException {
        long read = reader.bytesRead();
        // Half a window, as players do: some servers count from another point.
        if (window > 0 && read - acknowledged >= Math.max(window / 2, 1)) {
            acknowledged = read;
            answer(RtmpMessage.control(RtmpMessage.ACKNOWLEDGEMENT, (int) read));
        }
    }

    /** 7.1.7: event type (16), then for a ping the time (32) that is sent back. */
    private void userControl(RtmpMessage message) throws IOException {
        ByteBuffer event = ByteBuffer.wrap(message.payload());
        if (event.remaining() >= 6 && event.getShort() == RtmpMessage.PING_REQUEST) {
            answer(RtmpMessage.userControl(RtmpMessage.PING_RESPONSE, event.getInt()));
        }
    }

    private void answer(RtmpMessage message) throws IOException {
        boolean _ = answers.offer(message); // full: the peer asks and does not read
        sendAnswers();
    }

    private void sendAnswers() throws IOException {
        while (!answers.isEmpty() && writing.tryLock()) {
            try {
                for (RtmpMessage m = answers.poll(); m != null; m = answers.poll()) {
                    write(m);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    /** Announces large chunks (5.4.1) and uses them from now on. */
    public void setChunkSize() throws IOException {
        locked(
                () -> {
                    writer.setChunkSize(ChunkWriter.CHUNK_SIZE);
                    return 0L;
                });
    }

    /** Writes a message; blocks while the peer does not read. */
    public void send(RtmpMessage message) throws IOException {
        locked(() -> writer.write(chunkStream(message.type()), message));
    }

    /**
     * Writes a command; blocks while the peer does not read.
     *
     * @param streamId message stream, 0 for what concerns the connection
     */
    public void send(int streamId, Command command) throws IOException {
        send(command.message(streamId));
    }

    /**
     * Writes a message whose payload is the given windows, one after the other, without a copy;
     * blocks while the peer does not read.
     *
     * @param millis only the low 32 bits go out
     */
    public void send(int type, int streamId, long millis, List<ByteBuffer> payload)
            throws IOException {
        locked(() -> writer.write(chunkStream(type), type, streamId, millis, payload));
    }

    /** Each kind has one of its own, so that its headers stay short (5.3.1.2). */
    private static int chunkStream(int type) {
        return switch (type) {
            case RtmpMessage.COMMAND -> 3;
            case RtmpMessage.AUDIO -> 4;
            case RtmpMessage.DATA -> 5;
            case RtmpMessage.VIDEO -> 6;
            default -> 2; // control
        };
    }

    private interface Write {
        long run() throws IOException;
    }

    private void locked(Write write) throws IOException {
        writing.lock();
        try {
            run(write);
        } finally {
            writing.unlock();
        }
        sendAnswers();
    }

    private void write(RtmpMessage message) throws IOException {
        run(() -> writer.write(chunkStream(message.type()), message));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only whoever holds the lock writes it
    private void run(Write write) throws IOException {
        writeSince = System.nanoTime() | 1;
        bytesWritten += write.run();
        writeSince = 0;
        if (sendBuffer != null) {
            sendBuffer.written(bytesWritten, System.nanoTime());
        }
    }

    /** From now on has writes wait when little more is under way than the other side takes. */
    void boundSendBuffer() throws IOException {
        writing.lock();
        try {
            sendBuffer = new SendBuffer(socket, roundTrip, bytesWritten, System.nanoTime());
        } finally {
            writing.unlock();
        }
    }

    /** Bytes of chunks that the socket has taken. */
    long bytesWritten() {
        return bytesWritten;
    }

    /**
     * Nanoseconds since the other side sent something.
     *
     * @param now of {@link System#nanoTime}
     */
    public long silentFor(long now) {
        return now - timed.lastRead();
    }

    /**
     * Nanoseconds that the write under way has been waiting for the other side, or 0.
     *
     * @param now of {@link System#nanoTime}
     */
    public long stalledFor(long now) {
        long since = writeSince;
        return since == 0 ? 0 : now - since;
    }

    /** Says that nothing more will be sent; what was written still arrives. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends every read and write that is under way, at once; from any thread. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The other side's address and port, for logs. */
    public String remoteAddress() throws IOException {
        var address = socket.getRemoteSocketAddress();
        if (address == null) {
            throw new EOFException("not connected");
        }
        return address.toString();
    }
}
