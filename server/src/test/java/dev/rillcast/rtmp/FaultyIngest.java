package dev.rillcast.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An ingest whose visits go as the test says: each has its act, and the last act is that of all
 * visits to come. It keeps what it was sent, over all visits.
 */
public final class FaultyIngest implements AutoCloseable {
    private static final int LIKE_OTHERS = 0;

    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger visits = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Act> acts;

    /** What a visit meets; its connection is closed when this returns. */
    public interface Act {
        void play(Visit visit) throws IOException;
    }

    /**
     * A message of a publisher.
     *
     * @param visit counts from 1
     * @param nanos when it was read, of {@link System#nanoTime}
     * @param what metadata, its handler; audio and video, their first two bytes
     */
    public record Received(int visit, int type, long millis, long nanos, String what) {
        public boolean video() {
            return what.equals("1701") || what.equals("2701");
        }

        public boolean frame() {
            return video() || what.equals("af01");
        }
    }

    public FaultyIngest(Act... acts) throws IOException {
        this(LIKE_OTHERS, acts);
    }

    private FaultyIngest(int receiveBuffer, Act... acts) throws IOException {
        this.acts = List.of(acts);
        if (receiveBuffer != LIKE_OTHERS) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("faulty-ingest").start(this::accept);
    }

    /** One that takes the stream, behind a line of so many bytes a second that holds little. */
    public static FaultyIngest behindLineOf(int bytesPerSecond) throws IOException {
        return new FaultyIngest(
                16_384,
                visit -> {
                    visit.serve("publish");
                    visit.line.limit(bytesPerSecond);
                    visit.record(Integer.MAX_VALUE);
                });
    }

    /** Takes the stream and reads all of it. */
    public static void takes(Visit visit) throws IOException {
        visit.serve("publish");
        visit.record(Integer.MAX_VALUE);
    }

    public static void answersByteByByte(Visit visit) throws IOException {
        visit.step = 1;
        takes(visit);
    }

    public static void neverReads(Visit visit) throws IOException {
        visit.channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        visit.serve("publish");
        visit.hang();
    }

    public static void closesAtOnce(Visit visit) {}

    public static void closesAfterConnect(Visit visit) throws IOException {
        visit.serve("connect");
    }

    public static void closesAfterPublish(Visit visit) throws IOException {
        visit.serve("publish");
    }

    public static void closesAfterTenFrames(Visit visit) throws IOException {
        visit.serve("publish");
        visit.record(10);
    }

    public static void sendsGarbage(Visit visit) throws IOException {
        visit.serve("connect");
        byte[] garbage = new byte[5_000];
        new Random(7).nextBytes(garbage);
        visit.write(garbage);
        visit.hang();
    }

    public static void sendsGarbageAmidTheStream(Visit visit) throws IOException {
        visit.serve("publish");
        visit.record(10);
        visit.write("HTTP/1.1 500 Internal Server Error".repeat(9).getBytes(US_ASCII));
        visit.record(Integer.MAX_VALUE);
    }

    /** An act that refuses a command with a code. */
    public static Act refuses(String command, String code) {
        return visit -> visit.refuse(command, code);
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    public int visits() {
        return visits.get();
    }

    /** What it was sent so far. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                int number = visits.incrementAndGet();
                Act act = acts.get(Math.min(number, acts.size()) - 1);
                Thread.ofVirtual().name("faulty-ingest").start(() -> play(act, number, channel));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void play(Act act, int number, SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            act.play(new Visit(number, channel));
        } catch (IOException _) {
            // the test sees what came of it at the other side
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    /** One connection. */
    public final class Visit {
        private final int number;
        private final SocketChannel channel;
        private final PacedInput line;
        private final ChunkReader in;
        private final ByteSink answers = new ByteSink();
        private final ChunkWriter out = new ChunkWriter(answers);
        private int step = Integer.MAX_VALUE; // bytes that go out at once

        private Visit(int number, SocketChannel channel) throws IOException {
            this.number = number;
            this.channel = channel;
            line = new PacedInput(channel.socket().getInputStream());
            in = new ChunkReader(line, 4_096);
        }

        /** Does what a good ingest does, up to its answer to a command. */
        void serve(String last) throws IOException {
            handshake();
            while (!answer(command()).equals(last)) {}
        }

        void refuse(String name, String code) throws IOException {
            handshake();
            Command command = command();
            while (!command.name().equals(name)) {
                String _ = answer(command);
                command = command();
            }
            Command refusal =
                    name.equals("connect")
                            ? Command.of(
                                    "_error",
                                    command.transaction(),
                                    null,
                                    Command.information("error", code, "no"))
                            : Command.status("error", code, "no");
            send(refusal, name.equals("connect") ? 0 : 1);
            record(Integer.MAX_VALUE);
        }

        private void handshake() throws IOException {
            Handshake.server(
                    in.input(),
                    new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            Visit.this.write(new byte[] {(byte) b});
                        }

                        @Override
                        public void write(byte[] bytes) throws IOException {
                            Visit.this.write(bytes);
                        }
                    });
        }

        private Command command() throws IOException {
            RtmpMessage message = next();
            while (message.type() != RtmpMessage.COMMAND) {
                message = next();
            }
            return Command.parse(message);
        }

        private RtmpMessage next() throws IOException {
            RtmpMessage message = in.next();
            if (message == null) {
                throw new EOFException();
            }
            return message;
        }

        private String answer(Command command) throws IOException {
            switch (command.name()) {
                case "connect", "createStream" ->
                        send(Command.of("_result", command.transaction(), null, 1), 0);
                case "publish" -> send(Command.status("status", "NetStream.Publish.Start", ""), 1);
                default -> {}
            }
            return command.name();
        }

        private void send(Command command, int streamId) throws IOException {
            out.write(3, command.message(streamId));
            write(answers.take());
        }

        void write(byte[] bytes) throws IOException {
            for (int at = 0; at < bytes.length; at += Math.min(step, bytes.length)) {
                int length = Math.min(step, bytes.length - at);
                ByteBuffer part = ByteBuffer.wrap(bytes, at, length);
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }

        /** Keeps what comes, up to so many frames or the end. */
        void record(int frames) throws IOException {
            for (int n = 0; n < frames; ) {
                RtmpMessage message = next();
                if (message.type() != RtmpMessage.COMMAND) {
                    Received item =
                            new Received(
                                    number,
                                    message.type(),
                                    message.timestamp(),
                                    System.nanoTime(),
                                    what(message));
                    received.add(item);
                    n += item.frame() ? 1 : 0;
                }
            }
        }

        private static String what(RtmpMessage message) throws IOException {
            if (message.type() == RtmpMessage.DATA) {
                return DataValues.of(message).toString();
            }
            return HexFormat.of().formatHex(message.payload(), 0, Math.min(2, message.length()));
        }

        void hang() throws IOException {
            try {
                over.await();
            } catch (InterruptedException _) {
                throw new InterruptedIOException();
            }
        }
    }
}
