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

    /** Packets that were held up on the way catch up faster than this. */
    private static final long LATE_FOR = 300_000_000;

    /** 100 ms at 48 kHz. */
    private static final long CATCHING_UP = 4_800;

    private final int bitrate;
    private final TimeLine timeLine;
    private final List<Frame> made = new ArrayList<>();
    private @Nullable OpusToAac transcoder;
    private long lastTimestamp;
    private long lastArrival;
    private long silentUntil;
    private long stood; // ticks for which the sender's clock stood still
    private long late;
    private long lateSince;

    /**
     * @param bitrate in bit/s
     * @param timeLine told of each packet before its frames are placed on it
     */
    AudioLine(int bitrate, TimeLine timeLine) {
        this.bitrate = bitrate;
        this.timeLine = timeLine;
    }

    /** The AAC frames that a packet completes; valid until the next call. */
    List<Frame> transcode(Frame packet) {
        made.clear();
        if (packet.timestamp() + stood < lastTimestamp - MAX_STEP_BACK) {
            restart();
            stoodFor(0);
        } else if (late(packet)) {
            return made;
        }
        Frame opus = stood == 0 ? packet : packet.at(packet.timestamp() + stood);
        timeLine.begin(opus);
        OpusToAac aac = transcoder;
        if (aac == null) {
            aac = new OpusToAac(bitrate);
            transcoder = aac;
        }
        lastTimestamp = opus.timestamp();
        lastArrival = opus.arrival();
        aac.transcode(opus, made::add);
        return made;
    }

    /**
     * Whether silence has taken the packet's place. A sender whose track was empty for a while
     * counts on from where it stopped, as browsers do, so that all it sends from now on would be
     * late: then its clock is put forward by as long as it stood.
     */
    private boolean late(Frame packet) {
        long by = silentUntil - packet.timestamp() - stood;
        if (by <= 0) {
            late = 0;
            return false;
        }
        if (late == 0 || late - by > CATCHING_UP) {
            late = by;
            lateSince = packet.arrival();
        } else if (packet.arrival() - lateSince >= LATE_FOR) {
            late = 0;
            stoodFor(lastTimestamp + ticks(packet.arrival() - lastArrival) - packet.timestamp());
            return false;
        }
        return true;
    }

    private void stoodFor(long ticks) {
        if (stood != ticks) {
            stood = ticks;
            timeLine.audioStood(ticks);
        }
    }

    private static long ticks(long nanos) {
        return nanos / 1_000 * 48 / 1_000;
    }

    /** Ends the AAC; the next packet begins it anew at its own place. */
    void restart() {
        close();
        transcoder = null;
        silentUntil = 0;
    }

    /** The packets to come are of another connection. */
    void discontinuity() {
        restart();
        stoodFor(0);
        timeLine.discontinuity();
    }

    /** The silence that is due if no packet has come for long; valid until the next call. */
    List<Frame> silence(long now) {
        made.clear();
        OpusToAac aac = transcoder;
        if (aac != null && now - lastArrival > SILENCE_AFTER) {
            long pause = now - lastArrival - MARGIN;
            silentUntil = lastTimestamp + ticks(pause);
            aac.advanceTo(silentUntil, now, made::add);
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
