package dev.rillcast.broadcast;

import dev.rillcast.broadcast.NotStartedException.Reason;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.transcode.Rendition;
import dev.rillcast.transcode.Transcoders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a broadcast has transcoded: which transcoders it has, and which output is served by which.
 * One serves all outputs, but for those that must not drop frames where others may, and those that
 * come when it has begun.
 */
final class Transcoding {
    /** What an output gets: one of the renditions that a transcoder makes. */
    record Part(SharedTranscoder transcoder, int rendition) {}

    private final String id;
    private final Optional<Codec> source;
    private final Optional<PictureSize> camera;
    private final Transcoders transcoders;
    private final Runnable wantKeyFrame;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SharedTranscoder> running = new CopyOnWriteArrayList<>();
    private boolean begun; // guarded by lock, as is stopped
    private boolean stopped;

    /**
     * @param wantKeyFrame asks the publisher for one; called on any thread
     */
    Transcoding(String id, Feed feed, Runnable wantKeyFrame) {
        this.id = id;
        this.source = feed.video();
        this.camera = feed.camera();
        this.transcoders = feed.transcoders();
        this.wantKeyFrame = wantKeyFrame;
    }

    Optional<Codec> source() {
        return source;
    }

    /** Whether the operator wants any of it. */
    boolean possible() {
        return transcoders.max() > 0;
    }

    /**
     * Finds a transcoder for an output.
     *
     * @throws NotStartedException if as many run as may
     */
    Part join(Output output, TargetOptions options) throws NotStartedException {
        Rendition rendition =
                new Rendition(options.videoBitrate(), options.framerate(), options.size(), camera);
        lock.lock();
        try {
            for (SharedTranscoder each : running) {
                OptionalInt part = each.join(output, rendition, options.dropFrames());
                if (part.isPresent()) {
                    return new Part(each, part.getAsInt());
                }
            }
            SharedTranscoder another =
                    new SharedTranscoder(options.dropFrames(), reserve(), wantKeyFrame);
            OptionalInt _ = another.join(output, rendition, options.dropFrames());
            if (stopped) {
                another.close();
            } else {
                running.add(another);
                if (begun) {
                    start(another);
                }
            }
            return new Part(another, 0);
        } finally {
            lock.unlock();
        }
    }

    private Transcoders.Slot reserve() throws NotStartedException {
        return transcoders
                .reserve()
                .orElseThrow(
                        () ->
                                new NotStartedException(
                                        Reason.UNAVAILABLE,
                                        "all %d transcoders of this server are in use (transcode.max)"
                                                .formatted(transcoders.max())));
    }

    /** Begins to transcode for those who have joined. */
    void start() {
        lock.lock();
        try {
            begun = true;
            running.forEach(this::start);
        } finally {
            lock.unlock();
        }
    }

    private void start(SharedTranscoder transcoder) {
        transcoder.start(id, transcoders, source.orElseThrow());
    }

    /** Takes a frame of the publisher's, on the door's thread. */
    void offer(Frame frame) {
        if (frame.codec().video()) {
            for (SharedTranscoder each : running) {
                each.offer(frame);
            }
        }
    }

    /** What follows comes by another connection; nothing of before comes out any more. */
    void discontinuity() {
        running.forEach(SharedTranscoder::discontinuity);
    }

    /** Whether any transcoder serves it. */
    boolean needed() {
        return running.stream().anyMatch(SharedTranscoder::serves);
    }

    /** Ends them all; may be called more than once, and when nothing was started. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        running.forEach(SharedTranscoder::close);
    }
}
