package dev.rillcast.broadcast;

import dev.rillcast.media.Frame;
import dev.rillcast.transcode.OpusToAac;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The AAC of a broadcast: made from Opus packets, and of silence where none come for a while, so
 * that players never wait. Owned by the broadcast's thread.
 */
final class AudioLine implements AutoCloseable {
    /**
     * Where the sender pauses (DTX) it still sends a packet every 400 ms; a longer pause is a muted
     * track.
     */
    private static final long SILENCE_AFTER = 1_000_000_000;

    /** The silence stays so far behind, for packets that were only late. */
    private static final long MARGIN = 500_000_000;

    /** 10 s at 48 kHz: nothing is so late, so the sender counts from another point now. */
    private static final long MAX_STEP_BACK = 480_000;

    private final int bitrate;
    private final List<Frame> made = new ArrayList<>();
    private @Nullable OpusToAac transcoder;
    private long lastTimestamp;
    private long lastArrival;

    /**
     * @param bitrate in bit/s
     */
    AudioLine(int bitrate) {
        this.bitrate = bitrate;
    }

    /** The AAC frames that a packet completes; valid until the next call. */
    List<Frame> transcode(Frame opus) {
        made.clear();
        OpusToAac aac = transcoder;
        if (aac != null && opus.timestamp() < lastTimestamp - MAX_STEP_BACK) {
            aac.close();
            aac = null;
        }
        if (aac == null) {
            aac = new OpusToAac(bitrate);
            transcoder = aac;
        }
        lastTimestamp = opus.timestamp();
        lastArrival = opus.arrival();
        aac.transcode(opus, made::add);
        return made;
    }

    /** The silence that is due if no packet has come for long; valid until the next call. */
    List<Frame> silence(long now) {
        made.clear();
        OpusToAac aac = transcoder;
        if (aac != null && now - lastArrival > SILENCE_AFTER) {
            long pause = now - lastArrival - MARGIN;
            aac.advanceTo(lastTimestamp + pause / 1_000 * 48 / 1_000, now, made::add);
        }
        return made;
    }

    @Override
    public void close() {
        OpusToAac aac = transcoder;
        if (aac != null) {
            aac.close();
        }
    }
}
