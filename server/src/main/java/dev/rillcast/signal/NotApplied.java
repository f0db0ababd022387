package dev.rillcast.signal;

import dev.rillcast.output.TargetOptions;
import java.util.ArrayList;
import java.util.List;

/** Says which of the things asked for are not the server's doing, as it transcodes no video yet. */
final class NotApplied {
    private NotApplied() {}

    /** A sentence for people; empty if there are none. */
    static String text(TargetOptions options) {
        List<String> parts = new ArrayList<>();
        if (options.videoBitrate().isPresent()) {
            parts.add("videobitrate is up to the browser");
        }
        if (options.framerate().isPresent()) {
            parts.add("framerate is up to the browser");
        }
        if (!options.h264Passthrough().orElse(true)) {
            parts.add("h264passthrough '0' can't be applied yet");
        }
        return parts.isEmpty()
                ? ""
                : "Video passes through as it comes: " + String.join(", ", parts) + ".";
    }
}
