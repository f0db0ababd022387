package dev.rillcast.timeline;

import dev.rillcast.media.Frame;
import dev.rillcast.transcode.AacLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The AAC of a broadcast: made from Opus packets, and of silence where none come for a while, so
 * that players never wait. Its frames follow each other without a hole on the time line, whatever
 * the sender's clock does. Owned by the output's thread.
 */
public final class AudioLine implements AutoCloseable {
    /**
     * Where the sender pauses (DTX) it still sends a packet every 400 ms; a longer pause is a muted
     * track.
     */
    private static final long SILENCE_AFTER = 1_000_000_000;

    /** The silence stays so far behind, for packets that were only late. */
    public static final long MARGIN = 500_000_000;

    private static final int SAMPLES = 1_024; // in a frame

    private final int bitrate;
    private final TimeLine timeLine;
    private final List<Frame> made = new ArrayList<>();
    private @Nullable AacLine transcoder;
    private long end; // of the last frame, in ticks of the line

    /**
     * @param bitrate in bit/s
     * @param timeLine which each packet is placed on
     */
    public AudioLine(int bitrate, TimeLine timeLine) {
        this.bitrate = bitrate;
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
            aac = new AacLine(bitrate);
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
        close();
        transcoder = null;
    }

    @Override
    public void close() {
        AacLine aac = transcoder;
        if (aac != null) {
            aac.close();
        }
    }
}
