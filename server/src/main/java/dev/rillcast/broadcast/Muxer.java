package dev.rillcast.broadcast;

import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.queue.FrameQueue;
import dev.rillcast.report.Sync;
import dev.rillcast.report.TargetAudio;
import dev.rillcast.report.TargetLog;
import dev.rillcast.rtmp.RtmpException;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.sound.PcmSource;
import dev.rillcast.timeline.AudioLine;
import dev.rillcast.timeline.TimeLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a target's stream of what comes: puts it on the time line, makes AAC of Opus or of what is
 * heard in its place, and fills the publisher's gap. Goes on from connection to connection. Owned
 * by the output's thread, but for {@link #report}, {@link #lost} and {@link #sync}.
 */
final class Muxer implements AutoCloseable {
    private final Feed feed;
    private final TargetOptions options;
    private final VideoSupply supply;
    private final @Nullable PcmSource pcm; // in place of the publisher's sound
    private final FrameQueue queue;
    private final TargetLog log;
    private final boolean hasAudio; // of the publisher; looked at with each frame
    private final TimeLine timeLine = new TimeLine();
    private final AudioLine audio;
    private final Slate slate = new Slate();
    private Optional<Codec> video = Optional.empty(); // that goes out on the present connection
    private boolean opusGoesOut; // as it comes, on the same
    private volatile Optional<TargetAudio> told = Optional.empty(); // of the sound

    /**
     * @param supply of the video
     * @param pcm what is heard in place of the publisher's sound, if anything
     * @param queue which what comes is taken from
     */
    Muxer(
            Feed feed,
            TargetOptions options,
            VideoSupply supply,
            @Nullable PcmSource pcm,
            FrameQueue queue,
            TargetLog log) {
        this.feed = feed;
        this.hasAudio = feed.hasAudio();
        this.options = options;
        this.supply = supply;
        this.pcm = pcm;
        this.queue = queue;
        this.log = log;
        this.audio = new AudioLine(audioBitrate(), pcm != null || feed.stereo(), timeLine);
    }

    /**
     * Begins on a new connection.
     *
     * @throws RtmpException if the ingest does not take what the publisher sends
     */
    void begin(RtmpPublisher rtmp) throws RtmpException {
        announce(rtmp);
        audio.restart();
        slate.restart();
    }

    /** Says what follows: Opus as it comes, where both sides agree to that, or else AAC. */
    private void announce(RtmpPublisher rtmp) throws RtmpException {
        video = supply.agree(rtmp);
        opusGoesOut =
                pcm == null
                        && options.passthrough()
                        && feed.codecs().contains(Codec.OPUS)
                        && rtmp.takes(Codec.OPUS);
        Codec sound = opusGoesOut ? Codec.OPUS : Codec.AAC;
        int kbps = opusGoesOut ? 0 : audioBitrate() / 1_000; // of Opus the browser decides
        Optional<Codec> audible = audible() ? Optional.of(sound) : Optional.empty();
        int channels = opusGoesOut ? 2 : audio.channels();
        told = audible.map(codec -> new TargetAudio(source(), codec, kbps * 1_000, channels));
        rtmp.announce(new StreamInfo(video, audible, 0, 0, 0, 0, kbps, 48_000, channels));
    }

    private TargetAudio.Source source() {
        if (pcm != null) {
            return TargetAudio.Source.ICECAST;
        }
        return hasAudio ? TargetAudio.Source.BROWSER : TargetAudio.Source.SILENCE;
    }

    private boolean audible() {
        return pcm != null || hasAudio || feed.terms().silence();
    }

    private int audioBitrate() {
        return options.audioBitrate().orElse(TargetOptions.DEFAULT_AUDIO_BITRATE);
    }

    /**
     * Writes what is due.
     *
     * @param item null: nothing has come
     */
    void write(RtmpPublisher rtmp, @Nullable MediaItem item) throws IOException {
        switch (item) {
            case Frame sound when !sound.codec().video() && pcm != null -> {
                timeLine.begin(sound.begun());
                fill(rtmp, sound.arrival());
            }
            case Frame sound when !sound.codec().video() && !opusGoesOut ->
                    write(rtmp, audio.transcode(sound));
            case Frame frame when unannounced(frame) -> {}
            case Frame frame -> {
                write(rtmp, frame);
                fill(rtmp, frame.arrival()); // not of now, when packets may wait behind it
            }
            case DataMessage message -> rtmp.write(message, timeLine.messageMillis());
            case Discontinuity _ -> timeLine.discontinuity();
            case null -> {
                long now = feed.clock().getAsLong();
                writeSlate(rtmp, now);
                fill(rtmp, now);
            }
        }
    }

    /** Of before it was decided that video is transcoded. */
    private boolean unannounced(Frame frame) {
        return frame.codec().video() && !video.equals(Optional.of(frame.codec()));
    }

    /** Writes what is to be heard of another source, or where nothing has come for long. */
    private void fill(RtmpPublisher rtmp, long now) throws IOException {
        if (pcm != null) {
            write(rtmp, audio.fill(pcm, now));
        } else if (hasAudio && !opusGoesOut) { // in Opus a gap is a gap
            write(rtmp, audio.silence(now));
        } else if (!hasAudio && feed.terms().silence()) {
            write(rtmp, audio.quiet(now));
        }
    }

    /** The pictures behind it refer to others than this one, so a key frame must come first. */
    private void writeSlate(RtmpPublisher rtmp, long now) throws IOException {
        Frame still = slate.due(now, timeLine.pause(now));
        if (still != null && queue.awaitKey()) {
            rtmp.write(still, timeLine.stillMillis(now - AudioLine.MARGIN));
        }
    }

    private void write(RtmpPublisher rtmp, List<Frame> frames) throws IOException {
        for (Frame frame : frames) {
            write(rtmp, frame);
        }
        int channels = audio.channels(); // as the first sound had it
        if (told.isPresent() && told.get().channels() != channels) {
            TargetAudio before = told.get();
            told =
                    Optional.of(
                            new TargetAudio(
                                    before.source(), before.to(), before.bitrate(), channels));
        }
    }

    private void write(RtmpPublisher rtmp, Frame frame) throws IOException {
        rtmp.write(frame, timeLine.millis(frame));
        log.sent(frame, supply.transcoded(), System.nanoTime());
        if (frame.codec().video() && frame.key()) {
            if (feed.terms().slate()) {
                slate.keep(frame);
            }
            tellPicture(rtmp);
        }
    }

    /** Logs the size of what the publisher sends, which a transcoder may change. */
    private void tellPicture(RtmpPublisher rtmp) {
        supply.picture()
                .ifPresentOrElse(
                        size -> log.picture(size.width(), size.height()),
                        () ->
                                rtmp.info()
                                        .ifPresent(
                                                info -> log.picture(info.width(), info.height())));
    }

    /** Takes a sender report; may be called on another thread. */
    void report(Codec codec, SenderReport report) {
        timeLine.report(codec, report);
        slate.reported(feed.clock().getAsLong());
    }

    /** Whether the publisher's connection is lost now; may be called on another thread. */
    void lost(boolean now) {
        slate.lost(now);
    }

    /** How well the tracks kept together; may be called on another thread. */
    Sync sync() {
        return timeLine.sync();
    }

    /** How the sound goes out; may be called on another thread. */
    Optional<TargetAudio> sound() {
        return told;
    }

    @Override
    public void close() {
        audio.close();
    }
}
