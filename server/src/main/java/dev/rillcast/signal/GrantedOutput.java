package dev.rillcast.signal;

import dev.rillcast.auth.Grant;
import dev.rillcast.output.Target;
import dev.rillcast.rtmp.RtmpUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a broadcast may go. Output and stream name that are granted may be secrets of the operator:
 * refusals name the argument, not the value that would do.
 */
final class GrantedOutput {
    /** Stands in for a name where only the rest of the URL counts. */
    private static final String ANY = "any";

    private GrantedOutput() {}

    /**
     * The targets that are asked for, each to an output of its own.
     *
     * @throws SignalException also if one can't be as it is asked for
     */
    static List<Target> targets(Grant grant, List<TranscodingTarget> asked, IcecastMounts mounts)
            throws SignalException {
        List<Target> targets = new ArrayList<>();
        for (TranscodingTarget each : asked) {
            RtmpUrl url = url(grant, each);
            if (targets.stream().anyMatch(other -> other.url().equals(url))) {
                throw Fields.malformed(each.path() + " is the same as another target");
            }
            targets.add(new Target(url, false, each.options(), mounts.of(each, url.streamKey())));
        }
        return targets;
    }

    /**
     * The output that is asked for, what is granted taking the place of what is not given.
     *
     * @throws SignalException ACCESS_DENIED if something else is granted, MALFORMED if it is no URL
     */
    static RtmpUrl url(Grant grant, TranscodingTarget target) throws SignalException {
        Optional<String> output = target.output();
        Optional<String> streamName = target.streamName();
        String outputPath = target.path() + ".output";
        String namePath = target.path() + ".streamname";
        String address =
                output.or(grant::output)
                        .orElseThrow(
                                () -> Fields.malformed(outputPath + " must be given, as a string"));
        String name = streamName.or(grant::streamName).orElse(null);
        if (output.isEmpty() && name == null) {
            throw Fields.malformed(namePath + " must be given, as a string");
        }
        RtmpUrl url =
                parse(outputPath, address, isComplete(grant, output, streamName) ? null : name);
        if (grant.streamName().isPresent() && !grant.streamName().get().equals(url.streamKey())) {
            throw denied(namePath + " is not the one that you may use");
        }
        if (grant.output().isEmpty()) {
            return url;
        }
        RtmpUrl granted = parse(outputPath, grant.output().get(), ANY);
        if (!url.tcUrl().equals(granted.tcUrl())) {
            throw denied(outputPath + " is not the one that you may use");
        }
        return url.login().isPresent() ? url : url.withLogin(granted.login());
    }

    /** Whether an output ends with the granted name already, as encoders are often given it. */
    private static boolean isComplete(
            Grant grant, Optional<String> output, Optional<String> streamName) {
        return streamName.isEmpty()
                && grant.streamName().isPresent()
                && output.isPresent()
                && output.get().strip().endsWith("/" + grant.streamName().get());
    }

    private static RtmpUrl parse(String path, String output, @Nullable String streamName)
            throws SignalException {
        try {
            return RtmpUrl.parse(output, streamName);
        } catch (IllegalArgumentException e) {
            throw Fields.malformed(path + ": " + e.getMessage());
        }
    }

    private static SignalException denied(String message) {
        return new SignalException(ErrorCode.ACCESS_DENIED, message);
    }
}
