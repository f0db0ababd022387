package dev.rillcast.sound;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line of AAC-LC frames, 48 kHz, made of the packets of one track ({@link #transcode}) or of the
 * sound of a source ({@link #fill}).
 *
 * <p>Each frame begins where the one before it ended: packets that were lost, broken or never sent
 * (DTX) are filled with what the next one repeats of them, or else with fading sound and silence.
 * Sound that comes a little faster or slower than it is told is stretched or shortened, by 0.4 % at
 * most. Only a jump of more than ten seconds starts the line anew at the packet that jumped. Bad
 * packets are counted and never thrown about.
 *
 * <p>It is stereo if it is told so or its first sound is, else mono, and stays so: many who record
 * or play AAC take no change. Stereo that comes later is mixed down.
 *
 * <p>Owned by one thread at a time. Holds native memory until {@link #close()}.
 */
public final class AacLine implements AutoCloseable {
    /** Of the AAC, in bit/s. */
    public static final int MIN_BITRATE = 16_000;

    /** The same. */
    public static final int MAX_BITRATE = 320_000;

    /**
     * What happened so far: packets, samples at 48 kHz that were filled in, and samples that were
     * lost and heard all the same, as the next packet repeated them.
     */
    public record Counts(
            long decodedPackets,
            long latePackets,
            long corruptPackets,
            long concealedSamples,
            long repeatedSamples) {}

    /** 10 s: the longest gap that is filled. */
    private static final long MAX_GAP = 480_000;

    /** 2.5 ms: no packet is shorter, so none is missing where the next is out of step by less. */
    private static final int SLACK = 120;

    /** 100 ms: what is out of place by more is cut or filled up. */
    private static final int MAX_ERROR = 4_800;

    private final int bitrate;
    private final Samples decoded = new Samples();
    private final Concealment concealment = new Concealment(decoded);
    private final Resampler resampler = new Resampler();
    private final Surplus surplus = new Surplus();
    private @Nullable Decoder decoder;
    private @Nullable Codec codec; // of the decoder
    private AacEncoder encoder;
    private long expected; // where the next packet belongs
    private boolean started;
    private boolean closed;

    private long decodedPackets;
    private long latePackets;
    private long corruptPackets;
    private long concealedSamples;
    private long repeatedSamples;

    /**
     * @param bitrate of the AAC, in bit/s
     * @param stereo whether it begins in stereo whatever comes
     * @throws IllegalArgumentException unless the bitrate is from 16,000 to 320,000
     */
    public AacLine(int bitrate, boolean stereo) {
        if (bitrate < MIN_BITRATE || bitrate > MAX_BITRATE) {
            throw new IllegalArgumentException(
                    "AAC bitrate %d is not within %d to %d bit/s"
                            .formatted(bitrate, MIN_BITRATE, MAX_BITRATE));
        }
        Libraries.load();
        this.bitrate = bitrate;
        encoder = new AacEncoder(bitrate, stereo ? 2 : 1, 0);
        if (stereo) {
            resampler.stereo();
        }
    }

    /** Loads the libraries, so that the first broadcast need not wait for them. */
    public static void warmUp() {
        try (AacLine warm = new AacLine(64_000, false)) {
            warm.advanceTo(0, 0, frame -> {});
            warm.advanceTo(AacEncoder.FRAME * 4L, 0, frame -> {});
        }
        ReferenceOpus.warmUp();
    }

    /** FFmpeg's, such as 8.0.1; loads it if nobody has yet. */
    public static String libraryVersion() {
        return Libraries.version();
    }

    /** The AudioSpecificConfig that a decoder needs before the next frame. */
    public byte[] audioSpecificConfig() {
        checkOpen();
        return encoder.config();
    }

    /** 1 or 2. */
    public int channels() {
        return encoder.channels();
    }

    /**
     * Takes one packet and gives the AAC frames that it completes.
     *
     * @param packet of Opus, PCMU or PCMA, its timestamp in ticks of 48 kHz on this line. Packets
     *     that followed each other when they were sent may be a little nearer or further, if the
     *     sender's clock is wrong
     */
    public void transcode(Frame packet, Consumer<Frame> out) {
        checkOpen();
        Decoder mine = decoder(packet.codec());
        long place = packet.timestamp();
        int samples = mine.samples(packet);
        if (samples < 0) {
            corruptPackets++;
            advanceTo(place, packet.arrival(), out);
            return;
        }
        if (!follows(place) && started && place + samples - position() < SLACK) {
            latePackets++;
            return;
        }
        putRepeated(mine, packet, out);
        boolean follows = reach(place, packet.arrival(), out);
        expected = place;
        if (mine.silent(packet)) {
            return;
        }
        if (!mine.decode(packet, decoded)) {
            corruptPackets++;
            return;
        }
        decodedPackets++;
        put(packet, place, samples, follows, out);
    }

    /** Whether what belongs there comes next. */
    private boolean follows(long place) {
        return started
                && Math.abs(place - expected) < SLACK
                && Math.abs(place - position()) < MAX_ERROR;
    }

    /**
     * Fills what is missing up to a place.
     *
     * @return whether nothing is
     */
    private boolean reach(long place, long now, Consumer<Frame> out) {
        boolean follows = follows(place);
        if (!follows) {
            advanceTo(place, now, out);
        }
        return follows;
    }

    /** Puts what the packet repeats of the one before it, if that was lost. */
    private void putRepeated(Decoder mine, Frame packet, Consumer<Frame> out) {
        int samples = mine.repeated(packet);
        long place = packet.timestamp() - samples;
        boolean lost = follows(place) || place - Math.max(expected, position()) > -SLACK;
        if (samples == 0 || !started || !lost) {
            return;
        }
        boolean follows = reach(place, packet.arrival(), out);
        if (mine.decodeRepeated(packet, decoded)) {
            repeatedSamples += samples;
            put(packet, place, samples, follows, out);
        }
    }

    /** Puts what is decoded, and was that of so many samples, in its place. */
    private void put(Frame packet, long place, int samples, boolean follows, Consumer<Frame> out) {
        expected = place + samples;
        concealment.reset();
        if (stereo(packet)) {
            hear(packet.arrival(), out);
        }
        long overlap = position() - place;
        int skip = follows || overlap < SLACK ? 0 : (int) Math.min(overlap, decoded.count());
        resampler.error(follows ? (int) -overlap : 0);
        write(decoded, skip, decoded.count() - skip, packet.arrival(), out);
    }

    /**
     * Fills the line up to a timestamp as if packets had been lost, for the time in which none
     * comes. The packets for that time are late from then on. The first call, or the first packet,
     * starts the line.
     *
     * @param timestamp in ticks of 48 kHz, as of the packets
     * @param now {@link System#nanoTime()}, the arrival of the frames that are completed
     */
    public void advanceTo(long timestamp, long now, Consumer<Frame> out) {
        checkOpen();
        if (!started || timestamp - position() > MAX_GAP) {
            restart(timestamp, now, out);
        }
        long gap = timestamp - position();
        if (gap < SLACK) {
            return;
        }
        concealedSamples += gap;
        expected = timestamp;
        resampler.error(0);
        for (; gap > 0; gap = timestamp - position()) {
            int count = (int) Math.min(gap, Concealment.PIECE);
            write(concealment.next(count), 0, count, now, out);
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
        if (!started || until - position() > MAX_GAP) {
            restart(until, now, out);
        }
        for (long gap = until - position(); gap > 0; gap = until - position()) {
            decoded.count((int) Math.min(gap, Concealment.PIECE));
            resampler.error(-surplus.of(source, decoded.count()));
            int count = source.read(decoded.planes(), decoded.count());
            if (count == 0) {
                break;
            }
            decoded.count(count);
            if (source.channels() == 1) {
                decoded.spread();
            } else {
                hear(now, out);
            }
            decoded.clip();
            concealment.reset();
            write(decoded, 0, count, now, out);
        }
        advanceTo(until, now, out);
    }

    /** The counters since the start. */
    public Counts counts() {
        return new Counts(
                decodedPackets, latePackets, corruptPackets, concealedSamples, repeatedSamples);
    }

    /** Where the sound of now goes. */
    private long position() {
        return encoder.position() + resampler.held();
    }

    private void write(Samples samples, int from, int count, long now, Consumer<Frame> out) {
        Samples sound = resampler.hear(samples, from, count);
        encoder.write(sound, 0, sound.count(), now, out);
    }

    private static boolean stereo(Frame packet) {
        return packet.codec() == Codec.OPUS && OpusPacket.stereo(packet.array(), packet.offset());
    }

    /** Makes of stereo sound what the line is. */
    private void hear(long now, Consumer<Frame> out) {
        if (encoder.channels() == 1 && !encoder.begun()) {
            encoder = encoder.stereo(now, out);
            resampler.stereo();
        } else if (encoder.channels() == 1) {
            decoded.mixDown();
        }
    }

    private void restart(long timestamp, long now, Consumer<Frame> out) {
        if (started) {
            encoder.finish(now, out);
        }
        int channels = encoder.channels();
        encoder.close();
        encoder = new AacEncoder(bitrate, channels, timestamp);
        resampler.reset();
        expected = timestamp;
        started = true;
    }

    private Decoder decoder(Codec of) {
        Decoder known = decoder;
        if (known != null && codec == of) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        known = of == Codec.OPUS ? new OpusDecoder() : new G711Decoder(of);
        decoder = known;
        codec = of;
        return known;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this line is closed");
        }
    }

    /** Frees the native memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.close();
            if (decoder != null) {
                decoder.close();
            }
        }
    }
}
