package dev.rillcast.transcode;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import dev.rillcast.media.PictureSize;
import dev.rillcast.transcode.VideoTranscoder.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes through one child: a thread that feeds it from the queue, and one for each rendition
 * that reads what comes out.
 */
final class ChildStream implements AutoCloseable {
    // In ticks of 1/90,000 s. For a longer gap, pictures would be repeated a thousand times.
    private static final long MAX_STEP = 10 * 90_000L;
    private static final long MAX_LIFE = 20 * 86_400 * 90_000L; // FLV counts to 24 days
    private static final long SAME = 90; // what comes out is counted in milliseconds
    private static final long OVERLAP = 9_000; // of a child and its successor

    private final Child child;
    private final InputQueue queue;
    private final Frame first;
    private final SourceTimes times = new SourceTimes();
    private final List<Thread> readers = new ArrayList<>();
    private final Thread feeder;
    private volatile boolean anew;
    private volatile boolean began;
    private volatile @Nullable String failure;

    /**
     * Starts the threads.
     *
     * @param first the frame to begin with
     * @param size of its picture
     * @param sizes told of each picture that is a key frame
     */
    ChildStream(
            Child child,
            InputQueue queue,
            Frame first,
            PictureSize size,
            Consumer<PictureSize> sizes) {
        this.child = child;
        this.queue = queue;
        this.first = first;
        feeder = Thread.ofVirtual().name("transcoder-in").start(() -> feed(size, sizes));
    }

    /**
     * Gives what comes out of a rendition to the listener.
     *
     * @param constant whether it has a constant rate, so that times are its own
     */
    void read(int rendition, boolean constant, long[] lastTimestamps, Listener listener) {
        Thread reader =
                Thread.ofVirtual()
                        .name("transcoder-out-" + rendition)
                        .start(
                                () -> {
                                    try {
                                        copy(rendition, constant, lastTimestamps, listener);
                                    } catch (ProtocolException | RuntimeException e) {
                                        failure = "what the encoder wrote can't be used: " + e;
                                        child.kill();
                                    } catch (IOException e) {
                                        // It has ended; its exit code says more.
                                    }
                                });
        readers.add(reader);
    }

    private void feed(PictureSize size, Consumer<PictureSize> sizes) {
        try (SocketChannel channel = child.input()) {
            ChildInput input = ChildInput.of(first.codec(), size, channel);
            long base = first.timestamp();
            long ticks = -1;
            for (MediaItem item = first; item != null; item = queue.take()) {
                if (!(item instanceof Frame frame)) {
                    anew = true;
                    return;
                }
                long step = frame.timestamp() - base - ticks;
                if (Math.abs(step) > MAX_STEP || ticks > MAX_LIFE) {
                    queue.giveBack(frame);
                    anew = true;
                    return;
                }
                ticks += Math.max(step, 1);
                write(input, frame, ticks);
                if (frame.key() && frame != first) {
                    tellSize(frame, sizes);
                }
            }
        } catch (IOException e) {
            // It has ended; its exit code says more.
        } catch (InterruptedException e) {
            // So has this stream.
        }
    }

    private void write(ChildInput input, Frame frame, long ticks) throws IOException {
        times.add(ticks, frame); // before a picture can come out
        try {
            input.write(frame, ticks);
            queue.used();
        } catch (ProtocolException e) {
            queue.refuse();
        }
    }

    private static void tellSize(Frame key, Consumer<PictureSize> sizes) {
        try {
            sizes.accept(Pictures.size(key));
        } catch (IllegalArgumentException e) {
            // The decoder will say so.
        }
    }

    private void copy(int rendition, boolean constant, long[] lastTimestamps, Listener listener)
            throws IOException {
        try (InputStream in = child.output(rendition)) {
            FlvReader reader = new FlvReader(in);
            for (FlvReader.Picture picture; (picture = reader.next()) != null; ) {
                long ticks = picture.millis() * 90;
                SourceTimes.Time source = times.nearest(ticks);
                long timestamp = source.timestamp() + ticks - source.ticks();
                if (!constant && Math.abs(ticks - source.ticks()) <= SAME) {
                    timestamp = source.timestamp();
                }
                long last = lastTimestamps[rendition];
                if (timestamp <= last && last - timestamp < OVERLAP) {
                    timestamp = last + 1;
                }
                lastTimestamps[rendition] = timestamp;
                began = true;
                queue.came(rendition, timestamp);
                listener.frame(rendition, frame(picture, timestamp, source));
            }
        }
    }

    private static Frame frame(FlvReader.Picture picture, long timestamp, SourceTimes.Time source) {
        return new Frame(
                Codec.H264,
                picture.key(),
                timestamp,
                source.begun(),
                source.arrival(),
                picture.array(),
                picture.offset(),
                picture.length());
    }

    /** Whether a picture has come out. */
    boolean began() {
        return began;
    }

    /** Whether the frames that follow need another child. */
    boolean anew() {
        return anew;
    }

    /** What was wrong with what came out, if anything. */
    @Nullable String failure() {
        return failure;
    }

    /** Ends the child and waits for the threads. */
    @Override
    public void close() {
        child.kill();
        feeder.interrupt();
        boolean interrupted = false;
        for (boolean joined = false; !joined; ) {
            try {
                feeder.join();
                for (Thread reader : readers) {
                    reader.join();
                }
                joined = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
