package dev.rillcast.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Random;

/** One direction of a TCP connection. Guarded by the emulator. */
final class StreamPipe {
    /** As much as a segment holds, so that the rate gives it out evenly. */
    private static final int SEGMENT = 1_448;

    /** So many segments are under way, then the sender waits. */
    private static final int WINDOW = 1_024;

    private final SocketChannel from;
    private final SocketChannel to;
    private final Direction direction;
    private final Shaper shaper;
    private final ArrayDeque<Segment> waiting = new ArrayDeque<>();
    private boolean ended;
    private boolean done;
    private boolean full;

    /** Bytes on their way; none: the end of the stream. */
    private record Segment(long due, ByteBuffer bytes) {}

    StreamPipe(SocketChannel from, SocketChannel to, Direction direction) {
        this.from = from;
        this.to = to;
        this.direction = direction;
        // Of its own, so that TCP takes no number of the datagrams'.
        shaper = new Shaper(direction.ofStreams(), new Random(0));
    }

    void change() {
        shaper.change(direction.ofStreams());
    }

    void read() throws IOException {
        while (readInterest() != 0) {
            ByteBuffer bytes = ByteBuffer.allocate(SEGMENT);
            int length = from.read(bytes);
            if (length == 0) {
                return;
            }
            ended = length < 0;
            bytes.flip();
            shaper.pass(
                    System.nanoTime(),
                    bytes.remaining(),
                    due -> waiting.add(new Segment(due, bytes)));
        }
    }

    void write(long now) throws IOException {
        full = false;
        while (!full && nextDue() <= now) {
            ByteBuffer bytes = waiting.element().bytes;
            if (bytes.hasRemaining()) {
                int _ = to.write(bytes);
            } else {
                to.shutdownOutput();
                done = true;
            }
            full = bytes.hasRemaining();
            if (!full) {
                waiting.remove();
            }
        }
    }

    int readInterest() {
        boolean waits =
                ended
                        || direction.isCut()
                        || waiting.size() >= WINDOW
                        || shaper.isFull(System.nanoTime());
        return waits ? 0 : SelectionKey.OP_READ;
    }

    int writeInterest() {
        return full ? SelectionKey.OP_WRITE : 0;
    }

    /** Whether the end of the stream was passed on. */
    boolean isDone() {
        return done;
    }

    /** When there is something to send on; what the other end does not take is not waited for. */
    long nextDue() {
        Segment next = waiting.peek();
        return next == null || full || direction.isCut() ? Long.MAX_VALUE : next.due;
    }
}
