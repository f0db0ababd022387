package dev.rillcast.signal;

import dev.rillcast.broadcast.TargetOptions;
import java.util.ArrayList;
import java.util.List;

/** Says which of the things asked for can't be had yet. */
final class NotApplied {
    private NotApplied() {}

    /** A sentence for people; empty if all can be had. */
    static String text(TargetOptions options) {
        List<String> names = new ArrayList<>();
        if (options.videoBitrate().isPresent()) {
            names.add("videobitrate");
        }
        if (options.framerate().isPresent()) {
            names.add("framerate");
        }
        if (!options.h264Passthrough()) {
            names.add("h264passthrough '0'");
        }
        return names.isEmpty()
                ? ""
                : "Video passes through as it comes: "
                        + String.join(", ", names)
                        + " can't be applied yet.";
    }
}
