package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.output.TargetOptions;
import java.util.Optional;

/**
 * Whether a target's video passes through as it comes or is transcoded to H.264.
 *
 * @param why a clause for people
 */
record VideoChoice(boolean transcoded, String why) {

    /**
     * What is clear before the ingest is asked; empty if it depends on what that takes.
     *
     * @param codec of the publisher's video
     */
    static Optional<VideoChoice> of(Codec codec, TargetOptions options) {
        if (codec == Codec.H264) {
            return Optional.of(ofH264(options));
        }
        return options.passthrough()
                ? Optional.empty()
                : Optional.of(transcode("the browser sends " + codec));
    }

    /** For a target that passes on what its ingest takes, when that was asked. */
    static VideoChoice ofIngest(Codec codec, boolean takes, String capabilities) {
        return takes
                ? pass("the ingest takes " + codec)
                : transcode("the ingest takes no %s; %s".formatted(codec, capabilities));
    }

    private static VideoChoice ofH264(TargetOptions options) {
        if (options.h264Passthrough().isPresent()) {
            return options.h264Passthrough().get()
                    ? pass("the browser sends H264")
                    : transcode("h264passthrough is '0'");
        }
        if (options.framerate().isPresent()) {
            return transcode("a framerate is asked for");
        }
        return options.size().isPresent()
                ? transcode("width and height are asked for")
                : pass("the browser sends H264");
    }

    static VideoChoice pass(String why) {
        return new VideoChoice(false, why);
    }

    static VideoChoice transcode(String why) {
        return new VideoChoice(true, why);
    }
}
