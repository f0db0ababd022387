package dev.rillcast.transcode;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one stream of video once and encodes it as H.264 in one or more ways, in a child process:
 * ffmpeg. A child that dies or hangs is replaced, three times; nothing else notices.
 *
 * <p>It begins with the first key frame. The sizes of what comes out stay as they are then, for as
 * long as this lives: pictures of another shape get black bars.
 */
public final class VideoTranscoder {
    /** Who gets what comes out. */
    public interface Listener {
        /**
         * One picture in H.264: NAL units behind their lengths in four bytes, SPS and PPS within
         * key frames. Its timestamp is on the source's line, its begun and arrival are those of the
         * frame that it was made from. Each rendition has a thread of its own that calls this.
         *
         * <p>Time stamps increase, but for what follows a {@link #discontinuity}, which may begin
         * anywhere.
         */
        void frame(int rendition, Frame frame);

        /** The source should send a key frame; may be called often, by any thread. */
        void wantKeyFrame();

        /** The child died or hung, and another follows. */
        void restarted(String why);
    }

    /** How long something may take, in seconds. */
    record Patience(double firstPicture, double nextPicture, double well) {
        static final Patience USUAL = new Patience(10, 4, 60);
    }

    private static final int MAX_RESTARTS = 3;
    private static final long LOOK_MILLIS = 250;
    private static final int SIGNALS = 128; // the exit code of a signal, less the signal
    private static final int LAST_SIGNAL = 31;

    private final VideoEncoder encoder;
    private final Codec input;
    private final List<Rendition> renditions;
    private final Listener listener;
    private final Patience patience;
    private final InputQueue queue;
    private final LastLines log = new LastLines();

    private volatile List<PictureSize> sizes = List.of();
    private final long[] lastTimestamps;
    private volatile @Nullable Child current;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable PictureSize picture;

    /**
     * @param input the codec of all frames to come
     * @param renditions one at least
     * @param dropFrames whether frames are dropped to keep the delay short, at most 500 ms of media
     *     but for a child's first three seconds; else they wait in a queue of 400 frames and 4 MB
     */
    public VideoTranscoder(
            VideoEncoder encoder,
            Codec input,
            List<Rendition> renditions,
            boolean dropFrames,
            Listener listener) {
        this(encoder, input, renditions, dropFrames, listener, Patience.USUAL);
    }

    VideoTranscoder(
            VideoEncoder encoder,
            Codec input,
            List<Rendition> renditions,
            boolean dropFrames,
            Listener listener,
            Patience patience) {
        this.encoder = encoder;
        this.input = input;
        this.renditions = List.copyOf(renditions);
        this.listener = listener;
        this.patience = patience;
        queue = new InputQueue(this.renditions, dropFrames, System::nanoTime);
        lastTimestamps = new long[this.renditions.size()];
        Arrays.fill(lastTimestamps, -1);
    }

    /**
     * Its whole life: returns when it was closed, or gave up. No process is left then, and no
     * listener is called any more.
     *
     * @return why it gave up, or empty if it was closed
     */
    public Optional<String> run() throws InterruptedException {
        try {
            FfmpegExecutable.prepare(encoder.ffmpeg());
            int failures = 0;
            while (true) {
                Frame first = queue.awaitKey();
                if (first == null) {
                    return Optional.empty();
                }
                long started = System.nanoTime();
                Ending ending = runChild(first);
                if (queue.closed()) {
                    return Optional.empty();
                }
                if (ending instanceof Ending.Failed(String why)) {
                    boolean well = System.nanoTime() - started > nanos(patience.well());
                    failures = well ? Math.max(1, failures) : failures + 1;
                    if (failures > MAX_RESTARTS) {
                        return Optional.of(why);
                    }
                    var _ = restarts.incrementAndGet();
                    listener.restarted(why);
                }
                listener.wantKeyFrame();
            }
        } catch (EncoderException e) {
            return Optional.of(e.key() + ": " + e.reason());
        } finally {
            close();
        }
    }

    /** Why a child has ended. */
    sealed interface Ending {
        /** What follows can't be added to what it got. */
        record Anew() implements Ending {}

        /** It has died, or hung. */
        record Failed(String why) implements Ending {}
    }

    private Ending runChild(Frame first) throws InterruptedException {
        PictureSize size;
        try {
            size = Pictures.size(first);
        } catch (IllegalArgumentException e) {
            queue.refuse();
            return new Ending.Anew(); // the next key frame may be one
        }
        picture = size;
        if (sizes.isEmpty()) {
            sizes = renditions.stream().map(each -> each.sizeFor(size)).toList();
        }
        List<String> command = FfmpegCommand.transcode(encoder, input, renditions, sizes);
        long said = log.count();
        try (Child child = new Child(command, renditions.size(), log);
                ChildStream stream = new ChildStream(child, queue, first, size, this::picture)) {
            current = child;
            for (int i = 0; i < renditions.size(); i++) {
                boolean constant = FfmpegCommand.constant(encoder, renditions.get(i));
                stream.read(i, constant, lastTimestamps, listener);
            }
            String why = watch(child, stream);
            return why == null
                    ? new Ending.Anew()
                    : new Ending.Failed(log.count() > said ? why + ": " + log.last() : why);
        } catch (IOException e) {
            return new Ending.Failed("the encoder can't be started: " + e.getMessage());
        } finally {
            current = null;
        }
    }

    /** Waits for the child's end; null when there is no reason to complain. */
    private @Nullable String watch(Child child, ChildStream stream) throws InterruptedException {
        while (!queue.closed()) {
            try {
                int code = child.exit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                // Without more input it ends, too.
                return stream.anew()
                        ? null
                        : Optional.ofNullable(stream.failure()).orElse(reason(code));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (TimeoutException e) {
                // It runs.
            }
            if (stream.anew()) {
                drain(child);
                return null;
            }
            double limit = stream.began() ? patience.nextPicture() : patience.firstPicture();
            if (queue.owed(!stream.began()) > nanos(limit)) {
                return "nothing came out of the encoder for %.0f s".formatted(limit);
            }
        }
        return null;
    }

    /** Lets the child give out what it has, now that it gets no more. */
    private static void drain(Child child) throws InterruptedException {
        try {
            var _ = child.exit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It is killed then.
        }
    }

    private static String reason(int code) {
        return code > SIGNALS && code <= SIGNALS + LAST_SIGNAL
                ? "the encoder was killed by signal " + (code - SIGNALS)
                : "the encoder ended with exit code " + code;
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1_000_000_000);
    }

    private void picture(PictureSize size) {
        picture = size;
    }

    /**
     * Takes a frame of the source; never blocks. A key frame is wanted when frames had to be
     * dropped.
     */
    public void offer(Frame frame) {
        if (!queue.offer(frame)) {
            listener.wantKeyFrame();
        }
    }

    /**
     * Says that what follows comes by another connection: its time stamps may be any. It begins
     * with a key frame and in a fresh child; that is no failure, and not told of.
     */
    public void discontinuity() {
        queue.discontinue();
    }

    /** Makes {@link #run} return, within a second; what waits is dropped. May be called by any. */
    public void close() {
        queue.close();
        Child child = current;
        if (child != null) {
            child.kill();
        }
    }

    /** For reports; may be asked by any thread. */
    public TranscoderFigures figures() {
        return new TranscoderFigures(
                Optional.ofNullable(picture),
                sizes,
                queue.usedFrames(),
                queue.dropped(),
                restarts.get(),
                log.lines());
    }
}
