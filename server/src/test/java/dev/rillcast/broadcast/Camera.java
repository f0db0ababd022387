package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtmp.RecordedStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A publisher without a browser: 25 real frames of H.264 a second, and silence in Opus. Like a
 * browser it makes a key frame when it is asked to.
 */
final class Camera implements AutoCloseable {
    private static final byte[] SILENCE = HexFormat.of().parseHex("fcfffe");
    private static final int TICK = 20; // ms

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Frame> recorded;
    private final Source.Listener media;
    private final int filler;
    private final List<byte[]> sound; // packets of Opus
    private final Queue<WeakReference<Frame>> made = new ConcurrentLinkedQueue<>();
    private boolean seen = true;
    private int next; // of the recorded frames
    private long ticks;
    private final AtomicInteger pictures = new AtomicInteger();

    /**
     * @param filler bytes that each picture has beside what it needs
     */
    Camera(RecordedStream stream, Source.Listener media, int filler) {
        this(stream, media, filler, List.of(SILENCE));
    }

    /**
     * @param sound packets of Opus, 20 ms each, again and again; none for a camera that hears
     *     nothing
     */
    Camera(RecordedStream stream, Source.Listener media, int filler, List<byte[]> sound) {
        this.sound = sound;
        recorded =
                stream.frames().stream()
                        .map(RecordedStream.Timed::frame)
                        .filter(frame -> frame.codec().video())
                        .toList();
        this.media = media;
        this.filler = filler;
    }

    void start() {
        start(true);
    }

    /**
     * @param seen whether there are pictures; those that are not are counted all the same
     */
    void start(boolean seen) {
        this.seen = seen;
        var _ = clock.scheduleAtFixedRate(this::tick, 0, TICK, TimeUnit.MILLISECONDS);
    }

    /** What comes every 20 ms: a packet of audio, and a picture with every second one. */
    void tick() {
        boolean wanted = false;
        if (!sound.isEmpty()) {
            byte[] packet = sound.get((int) (ticks % sound.size()));
            wanted = bring(frame(Codec.OPUS, true, ticks * TICK * 48, packet));
        }
        if (ticks % 2 == 0) {
            Frame picture = recorded.get(next++ % recorded.size());
            if (seen) {
                byte[] bytes = filled(picture);
                wanted |= bring(frame(Codec.H264, picture.key(), ticks * TICK * 90, bytes));
            }
            int _ = pictures.incrementAndGet();
        }
        ticks++;
        media.handOver();
        while (wanted && !recorded.get(next % recorded.size()).key()) {
            next++;
        }
    }

    static Frame silence(long millis) {
        return frame(Codec.OPUS, true, millis * 48, SILENCE);
    }

    private static Frame frame(Codec codec, boolean key, long timestamp, byte[] bytes) {
        return new Frame(codec, key, timestamp, System.nanoTime(), bytes, 0, bytes.length);
    }

    private boolean bring(Frame frame) {
        made.add(new WeakReference<>(frame));
        return media.frame(frame);
    }

    /** With a NAL unit of filler data behind (H.264 7.3.2.7). */
    private byte[] filled(Frame picture) {
        ByteBuffer bytes = ByteBuffer.allocate(picture.length() + (filler == 0 ? 0 : 5 + filler));
        bytes.put(picture.array(), picture.offset(), picture.length());
        if (filler > 0) {
            bytes.putInt(1 + filler).put((byte) 12);
            while (bytes.remaining() > 1) {
                bytes.put((byte) 0xFF);
            }
            bytes.put((byte) 0x80);
        }
        return bytes.array();
    }

    /** Pictures so far. */
    int pictures() {
        return pictures.get();
    }

    /** Frames that somebody still holds. */
    long held() {
        System.gc();
        return made.stream().filter(frame -> frame.get() != null).count();
    }

    /** Brings nothing more. */
    void stop() {
        clock.close();
    }

    @Override
    public void close() {
        stop();
    }
}
