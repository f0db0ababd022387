package dev.rillcast.timeline;

import dev.rillcast.media.Frame;
import dev.rillcast.sound.AacLine;
import dev.rillcast.sound.PcmSource;
import dev.rillcast.sound.SilentFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The AAC of a broadcast: made from the packets of its audio track, with silence where none come
 * for a while, so that players never wait; or else from a source of sound by the wall's clock; or
 * silence alone. Its frames follow each other without a hole on the time line, whatever the
 * sender's clock does. Owned by the output's thread.
 */
public final class AudioLine implements AutoCloseable {
    /**
     * Where the sender pauses (DTX) it still sends a packet every 400 ms; a longer pause is a muted
     * track.
     */
    private static final long SILENCE_AFTER = 1_000_000_000;

    /** The silence stays so far behind, for packets that were only late. */
    public static final long MARGIN = 500_000_000;

    private static final int SAMPLES = SilentFrame.SAMPLES; // of any frame

    private static final int MAX_GAP = 480_000; // 10 s; after more the silence begins anew

    private final int bitrate;
    private final TimeLine timeLine;
    private final List<Frame> made = new ArrayList<>();
    private @Nullable AacLine transcoder;
    private boolean stereo;
    private boolean begun; // on the present connection
    private long end; // of the last frame, in ticks of the line

    /**
     * @param bitrate in bit/s
     * @param stereo whether it begins in stereo; else it does so if its first sound is
     * @param timeLine which each packet is placed on
     */
    public AudioLine(int bitrate, boolean stereo, TimeLine timeLine) {
        this.bitrate = bitrate;
        this.stereo = stereo;
        this.timeLine = timeLine;
    }

    /** The AAC frames that a packet completes; valid until the next call. */
    public List<Frame> transcode(Frame packet) {
        made.clear();
        long place = timeLine.ticks(packet);
        transcoder(place, packet.arrival()).transcode(packet.at(place), made::add);
        return made();
    }

    /**
     * The silence that is due if no packet has come for long, or none since the line began; valid
     * until the next call.
     */
    public List<Frame> silence(long now) {
        made.clear();
        if (timeLine.audioPause(now) > SILENCE_AFTER) {
            long until = timeLine.liveTicks(now - MARGIN);
            transcoder(until, now).advanceTo(until, now, made::add);
        }
        return made();
    }

    /**
     * The sound of a source, in place of a track's, up to the given moment; valid until the next
     * call. There is none before the time line has begun.
     */
    public List<Frame> fill(PcmSource source, long now) {
        made.clear();
        if (timeLine.begun()) {
            long until = timeLine.liveTicks(now);
            transcoder(until, now).fill(until, now, source, made::add);
        }
        return made();
    }

    /**
     * Silence up to the given moment where there is no track, which costs next to nothing; valid
     * until the next call. There is none before the time line has begun.
     */
    public List<Frame> quiet(long now) {
        made.clear();
        if (!timeLine.begun()) {
            return made;
        }
        long until = timeLine.liveTicks(now);
        if (!begun || until - end > MAX_GAP) {
            begun = true;
            end = Math.max(end, until);
        }
        for (; end + SAMPLES <= until; end += SAMPLES) {
            made.add(SilentFrame.at(end, now));
        }
        return made;
    }

    /** 1 or 2, as the frames have them now. */
    public int channels() {
        AacLine aac = transcoder;
        return aac != null ? aac.channels() : stereo ? 2 : 1;
    }

    private List<Frame> made() {
        if (!made.isEmpty()) {
            end = made.getLast().timestamp() + SAMPLES;
        }
        return made;
    }

    /** The transcoder; a new one begins at the given place, or behind the last frame. */
    private AacLine transcoder(long place, long now) {
        AacLine aac = transcoder;
        if (aac == null) {
            aac = new AacLine(bitrate, stereo);
            transcoder = aac;
            aac.advanceTo(Math.max(place, end), now, made::add);
        }
        return aac;
    }

    /**
     * Ends what was sent so far: as the stream is sent to another connection, its frames begin with
     * the next packet or the silence of then, behind all that went before.
     */
    public void restart() {
        stereo = channels() == 2;
        close();
        transcoder = null;
        begun = false;
    }

    @Override
    public void close() {
        AacLine aac = transcoder;
        if (aac != null) {
            aac.close();
        }
    }
}
