package dev.rillcast.transcode;

import dev.rillcast.media.Frame;
import java.util.function.Consumer;

/**
 * Turns Opus packets into AAC-LC frames, 48 kHz stereo, on the same time line.
 *
 * <p>Each AAC frame begins where the one before it ended: packets that were lost, broken or never
 * sent (DTX) are filled with fading sound and silence. Only a jump of more than ten seconds starts
 * the line anew at the packet that jumped. Bad packets are counted and never thrown about.
 *
 * <p>Owned by one thread at a time. Holds native memory until {@link #close()}.
 */
public final class AacLine implements AutoCloseable {
    /** Of the AAC, in bit/s. */
    public static final int MIN_BITRATE = 16_000;

    /** The same. */
    public static final int MAX_BITRATE = 320_000;

    /** What happened so far: packets, and samples at 48 kHz that were filled in. */
    public record Counts(
            long decodedPackets, long latePackets, long corruptPackets, long concealedSamples) {}

    /** 10 s: the longest gap that is filled. */
    private static final long MAX_GAP = 480_000;

    /**
     * 2.5 ms: the decoder's resampler holds back a little of the first SILK packet, and a packet
     * that is out of step by so little is taken as it comes.
     */
    private static final int SLACK = 120;

    private final int bitrate;
    private final OpusDecoder decoder;
    private final Samples decoded = new Samples();
    private final Concealment concealment = new Concealment(decoded);
    private AacEncoder encoder;
    private boolean started;
    private boolean closed;

    private long decodedPackets;
    private long latePackets;
    private long corruptPackets;
    private long concealedSamples;

    /**
     * @param bitrate of the AAC, in bit/s
     * @throws IllegalArgumentException unless it is from 16,000 to 320,000
     */
    public AacLine(int bitrate) {
        if (bitrate < MIN_BITRATE || bitrate > MAX_BITRATE) {
            throw new IllegalArgumentException(
                    "AAC bitrate %d is not within %d to %d bit/s"
                            .formatted(bitrate, MIN_BITRATE, MAX_BITRATE));
        }
        Libraries.load();
        this.bitrate = bitrate;
        decoder = new OpusDecoder();
        encoder = new AacEncoder(bitrate, 0);
    }

    /** Loads the native libraries, so that the first broadcast need not wait for them. */
    public static void warmUp() {
        try (AacLine warm = new AacLine(64_000)) {
            warm.advanceTo(0, 0, frame -> {});
            warm.advanceTo(AacEncoder.FRAME * 4L, 0, frame -> {});
        }
    }

    /** FFmpeg's, such as 8.0.1; loads it if nobody has yet. */
    public static String libraryVersion() {
        return Libraries.version();
    }

    /** The AudioSpecificConfig that a decoder needs before the first frame. */
    public byte[] audioSpecificConfig() {
        checkOpen();
        return encoder.config();
    }

    /** Takes one Opus packet and gives the AAC frames that it completes. */
    public void transcode(Frame opus, Consumer<Frame> out) {
        checkOpen();
        int samples = OpusPacket.samples(opus.array(), opus.offset(), opus.length());
        if (samples < 0) {
            corruptPackets++;
            advanceTo(opus.timestamp(), opus.arrival(), out);
            return;
        }
        if (started && opus.timestamp() + samples - encoder.position() < SLACK) {
            latePackets++;
            return;
        }
        advanceTo(opus.timestamp(), opus.arrival(), out);
        if (OpusPacket.silent(opus.length())) {
            return;
        }
        if (!decoder.decode(opus.array(), opus.offset(), opus.length(), decoded)) {
            corruptPackets++;
            return;
        }
        concealment.reset();
        decodedPackets++;
        long overlap = encoder.position() - opus.timestamp();
        int skip = overlap < SLACK ? 0 : (int) Math.min(overlap, decoded.count());
        encoder.write(decoded, skip, decoded.count() - skip, opus.arrival(), out);
    }

    /**
     * Fills the line up to a timestamp as if packets had been lost, for the time in which none
     * comes. The packets for that time are late from then on. The first call, or the first packet,
     * starts the line.
     *
     * @param timestamp in ticks of 48 kHz on the line of the Opus packets
     * @param now {@link System#nanoTime()}, the arrival of the frames that are completed
     */
    public void advanceTo(long timestamp, long now, Consumer<Frame> out) {
        checkOpen();
        if (!started || timestamp - encoder.position() > MAX_GAP) {
            restart(timestamp, now, out);
        }
        long gap = timestamp - encoder.position();
        if (gap < SLACK) {
            return;
        }
        concealedSamples += gap;
        while (gap > 0) {
            int count = (int) Math.min(gap, Concealment.PIECE);
            encoder.write(concealment.next(count), 0, count, now, out);
            gap -= count;
        }
    }

    /**
     * Fills the line up to a timestamp with the sound of a source, and with silence where that has
     * none. Not to be mixed with {@link #transcode}; one source may follow another.
     *
     * @param until in ticks of 48 kHz; the first call starts the line there
     * @param now {@link System#nanoTime()}, the arrival of the frames that are completed
     */
    public void fill(long until, long now, PcmSource source, Consumer<Frame> out) {
        checkOpen();
        if (!started || until - encoder.position() > MAX_GAP) {
            restart(until, now, out);
        }
        long gap = until - encoder.position();
        while (gap > 0) {
            decoded.count((int) Math.min(gap, Concealment.PIECE));
            int count = source.read(decoded.planes(), decoded.count());
            if (count == 0) {
                break;
            }
            decoded.count(count);
            decoded.spread(source.channels());
            decoded.clip();
            encoder.write(decoded, 0, count, now, out);
            concealment.reset();
            gap -= count;
        }
        advanceTo(until, now, out);
    }

    /** The counters since the start. */
    public Counts counts() {
        return new Counts(decodedPackets, latePackets, corruptPackets, concealedSamples);
    }

    private void restart(long timestamp, long now, Consumer<Frame> out) {
        if (started) {
            encoder.finish(now, out);
        }
        encoder.close();
        encoder = new AacEncoder(bitrate, timestamp);
        started = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this transcoder is closed");
        }
    }

    /** Frees the native memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.close();
            encoder.close();
        }
    }
}
