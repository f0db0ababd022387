package dev.rillcast.report;

import dev.rillcast.media.Frame;
import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A frame was written to the ingest. Off unless a recording asks for it; the load bench reads it.
 */
@Name("dev.rillcast.FrameSent")
@Label("Frame sent")
@Category("Rillcast")
@Enabled(false)
@StackTrace(false)
final class FrameSent extends Event {
    @Label("Added latency, last packet in to RTMP bytes out, in microseconds")
    private final long latency;

    @Label("Video")
    private final boolean video;

    private FrameSent(long latency, boolean video) {
        this.latency = latency;
        this.video = video;
    }

    static void record(Frame frame, long now) {
        FrameSent event = new FrameSent((now - frame.arrival()) / 1_000, frame.codec().video());
        event.commit(); // the JIT removes all of this where no recording runs
    }

    long latency() {
        return latency;
    }

    boolean video() {
        return video;
    }
}
