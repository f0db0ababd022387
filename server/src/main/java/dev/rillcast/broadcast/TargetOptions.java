package dev.rillcast.broadcast;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a target wants its stream: the optional {@code transcodingTargets} of {@code startBroadcast}.
 *
 * @param videoBitrate bit/s
 * @param audioBitrate bit/s
 * @param framerate frames per second
 * @param dropFrames whether frames may be dropped under load rather than delayed
 * @param h264Passthrough whether H.264 goes through as it is
 * @param icecastAudio whether an Icecast stream takes the microphone's place
 * @param connectInfo joins the arguments of RTMP's {@code connect}: strings, numbers, booleans
 */
public record TargetOptions(
        OptionalInt videoBitrate,
        OptionalInt audioBitrate,
        OptionalDouble framerate,
        boolean dropFrames,
        boolean h264Passthrough,
        boolean icecastAudio,
        Map<String, Object> connectInfo) {
    /** Nothing in particular. */
    public static final TargetOptions NONE =
            new TargetOptions(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    false,
                    true,
                    false,
                    Map.of());
}
