package dev.rillcast.output;

import dev.rillcast.media.PictureSize;
import dev.rillcast.sound.AacLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a target wants its stream: the optional {@code transcodingTargets} of {@code startBroadcast}.
 *
 * @param videoBitrate bit/s
 * @param audioBitrate of the AAC in bit/s, {@link #MIN_AUDIO_BITRATE} to {@link #MAX_AUDIO_BITRATE}
 * @param framerate frames per second
 * @param size of the picture
 * @param dropFrames whether frames may be dropped under load rather than delayed
 * @param h264Passthrough whether H.264 goes through as it is; not given: unless something is asked
 *     for that it can't have then
 * @param passthrough whether what the ingest takes by Enhanced RTMP goes out as it comes
 * @param icecastAudio whether an Icecast stream takes the microphone's place
 * @param icecastUrl its address; else the operator's
 * @param connectInfo joins the arguments of RTMP's {@code connect}: strings, numbers, booleans
 */
public record TargetOptions(
        OptionalInt videoBitrate,
        OptionalInt audioBitrate,
        OptionalDouble framerate,
        Optional<PictureSize> size,
        boolean dropFrames,
        Optional<Boolean> h264Passthrough,
        boolean passthrough,
        boolean icecastAudio,
        Optional<String> icecastUrl,
        Map<String, Object> connectInfo) {
    public static final int MIN_AUDIO_BITRATE = AacLine.MIN_BITRATE;
    public static final int MAX_AUDIO_BITRATE = AacLine.MAX_BITRATE;
    public static final int DEFAULT_AUDIO_BITRATE = 128_000;

    /** Nothing in particular. */
    public static final TargetOptions NONE = plain(false);

    /** Only that what the ingest takes goes out as it comes. */
    public static final TargetOptions PASSTHROUGH = plain(true);

    /**
     * @throws IllegalArgumentException naming the key that is out of bounds, as the API calls it
     */
    public TargetOptions {
        int audio = audioBitrate.orElse(DEFAULT_AUDIO_BITRATE);
        if (audio < MIN_AUDIO_BITRATE || audio > MAX_AUDIO_BITRATE) {
            throw new IllegalArgumentException(
                    "audiobitrate must be %d to %d bit/s"
                            .formatted(MIN_AUDIO_BITRATE, MAX_AUDIO_BITRATE));
        }
        connectInfo = Collections.unmodifiableMap(new LinkedHashMap<>(connectInfo));
        connectInfo.forEach(TargetOptions::checkConnectInfo);
    }

    private static TargetOptions plain(boolean passthrough) {
        return new TargetOptions(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                passthrough,
                false,
                Optional.empty(),
                Map.of());
    }

    private static void checkConnectInfo(String key, Object value) {
        boolean flat =
                value instanceof String || value instanceof Number || value instanceof Boolean;
        if (key.isEmpty() || !flat) {
            throw new IllegalArgumentException(
                    "rtmpconnectinfo must hold text, numbers and booleans by their names");
        }
    }
}
