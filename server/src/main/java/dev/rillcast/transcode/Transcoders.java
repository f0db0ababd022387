package dev.rillcast.transcode;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Who may encode video: so many at a time, as each costs a good part of a processor. */
public final class Transcoders {
    /** Video passes through, or not at all. */
    public static final Transcoders NONE =
            new Transcoders(new VideoEncoder(Path.of("ffmpeg"), "libx264", "veryfast", 1), 0);

    private final VideoEncoder encoder;
    private final int max;
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder restarts = new LongAdder();
    private volatile @Nullable String version;
    private volatile boolean broken;

    /**
     * @param max how many may run at a time; 0 for none
     */
    public Transcoders(VideoEncoder encoder, int max) {
        this.encoder = encoder;
        this.max = max;
    }

    public VideoEncoder encoder() {
        return encoder;
    }

    public int max() {
        return max;
    }

    /** How many run. */
    public int active() {
        return active.get();
    }

    /** Room for one that runs, until it is closed; empty when so many run already. */
    public Optional<Slot> reserve() {
        int before = active.getAndUpdate(count -> count < max ? count + 1 : count);
        return before < max ? Optional.of(new Slot()) : Optional.empty();
    }

    /** Room for one {@link VideoTranscoder}. */
    public final class Slot implements AutoCloseable {
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Slot() {}

        /** Its transcoder goes on after a failure. */
        public void restarted() {
            restarts.increment();
        }

        /** Makes room for another; may be called twice. */
        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                active.decrementAndGet();
            }
        }
    }

    /**
     * Unpacks the executable if need be, and tries the encoder; the first time takes a second. For
     * a thread that may wait.
     *
     * @throws EncoderException naming the key that is wrong
     */
    public void check() throws EncoderException {
        try {
            version = FfmpegExecutable.check(encoder);
        } catch (EncoderException e) {
            broken = true;
            throw e;
        }
    }

    /** Whether it was tried in vain. */
    public boolean broken() {
        return broken;
    }

    /** How often any of them went on after its process died or hung. */
    public long restarts() {
        return restarts.sum();
    }

    /** Of the executable, such as 8.0.1; empty until it was found good. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }
}
