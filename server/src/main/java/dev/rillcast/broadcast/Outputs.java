package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.rtp.SenderReport;
import java.util.List;
import java.util.function.Consumer;

/** All outputs of a broadcast: what comes is handed to each of them. */
final class Outputs {
    private final Output[] outputs; // an array, for it is gone through with each frame
    private final Transcoding transcoding;

    /**
     * @param transcoding what makes the video of some of them
     */
    Outputs(List<Output> outputs, Transcoding transcoding) {
        this.outputs = outputs.toArray(Output[]::new);
        this.transcoding = transcoding;
    }

    /**
     * Decides what can be decided before they are run.
     *
     * @throws NotStartedException if a transcoder is needed and none is free
     */
    void plan() throws NotStartedException {
        for (Output output : outputs) {
            output.plan();
        }
    }

    int count() {
        return outputs.length;
    }

    void forEach(Consumer<Output> action) {
        for (Output output : outputs) {
            action.accept(output);
        }
    }

    /** Begins to transcode for those that need it. */
    void transcode() {
        transcoding.start();
    }

    /** Whether any of them gets video that is transcoded. */
    boolean transcoded() {
        return transcoding.needed();
    }

    /**
     * @return whether one of them wants a key frame
     */
    boolean offer(Frame frame) {
        transcoding.offer(frame);
        boolean wanted = false;
        for (Output output : outputs) {
            wanted |= output.offer(frame);
        }
        return wanted;
    }

    void offer(Discontinuity discontinuity) {
        transcoding.discontinuity();
        for (Output output : outputs) {
            output.offer(discontinuity);
        }
    }

    /**
     * @throws NotSentException if none of them takes it
     */
    void offer(DataMessage message) throws NotSentException {
        NotSentException refusal = null;
        boolean taken = false;
        for (Output output : outputs) {
            try {
                output.offer(message);
                taken = true;
            } catch (NotSentException e) {
                refusal = e;
            }
        }
        if (!taken && refusal != null) {
            throw refusal;
        }
    }

    void handOver() {
        for (Output output : outputs) {
            output.handOver();
        }
    }

    void report(Codec codec, SenderReport report) {
        for (Output output : outputs) {
            output.report(codec, report);
        }
    }

    /** Whether the publisher's connection is lost now. */
    void lost(boolean now) {
        for (Output output : outputs) {
            output.lost(now);
        }
    }

    /** How old the oldest frame is that waits for any of them, in nanoseconds. */
    long waiting(long now) {
        long longest = 0;
        for (Output output : outputs) {
            longest = Math.max(longest, output.waiting(now));
        }
        return longest;
    }

    void stop() {
        transcoding.stop();
        for (Output output : outputs) {
            output.stop();
        }
    }
}
