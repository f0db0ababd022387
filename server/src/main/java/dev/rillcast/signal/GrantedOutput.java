package dev.rillcast.signal;

import dev.rillcast.auth.Grant;
import dev.rillcast.rtmp.RtmpUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a broadcast may go. Output and stream name that are granted may be secrets of the operator:
 * refusals name the argument, not the value that would do.
 */
final class GrantedOutput {
    private static final String OUTPUT = TranscodingTargets.PATH + ".output";
    private static final String STREAM_NAME = TranscodingTargets.PATH + ".streamname";

    /** Stands in for a name where only the rest of the URL counts. */
    private static final String ANY = "any";

    private GrantedOutput() {}

    /**
     * The output that is asked for, what is granted taking the place of what is not given.
     *
     * @throws SignalException ACCESS_DENIED if something else is granted, MALFORMED if it is no URL
     */
    static RtmpUrl url(Grant grant, Optional<String> output, Optional<String> streamName)
            throws SignalException {
        String address =
                output.or(grant::output)
                        .orElseThrow(
                                () -> Fields.malformed(OUTPUT + " must be given, as a string"));
        String name = streamName.or(grant::streamName).orElse(null);
        if (output.isEmpty() && name == null) {
            throw Fields.malformed(STREAM_NAME + " must be given, as a string");
        }
        RtmpUrl url = parse(address, isComplete(grant, output, streamName) ? null : name);
        if (grant.streamName().isPresent() && !grant.streamName().get().equals(url.streamKey())) {
            throw denied(STREAM_NAME + " is not the one that you may use");
        }
        if (grant.output().isPresent()
                && !url.tcUrl().equals(parse(grant.output().get(), ANY).tcUrl())) {
            throw denied(OUTPUT + " is not the one that you may use");
        }
        return url;
    }

    /** Whether an output ends with the granted name already, as encoders are often given it. */
    private static boolean isComplete(
            Grant grant, Optional<String> output, Optional<String> streamName) {
        return streamName.isEmpty()
                && grant.streamName().isPresent()
                && output.isPresent()
                && output.get().strip().endsWith("/" + grant.streamName().get());
    }

    private static RtmpUrl parse(String output, @Nullable String streamName)
            throws SignalException {
        try {
            return RtmpUrl.parse(output, streamName);
        } catch (IllegalArgumentException e) {
            throw Fields.malformed(OUTPUT + ": " + e.getMessage());
        }
    }

    private static SignalException denied(String message) {
        return new SignalException(ErrorCode.ACCESS_DENIED, message);
    }
}
