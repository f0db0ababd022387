package dev.rillcast.signal;

import dev.rillcast.icecast.IcecastTemplate;
import dev.rillcast.icecast.IcecastUrl;
import dev.rillcast.output.IcecastMount;
import java.util.Optional;

/**
 * Which Icecast stream a target hears: the one that it names, or the operator's.
 *
 * @param template the operator's; it may hold secrets
 * @param room that the user is in, or is to be
 */
record IcecastMounts(Optional<IcecastTemplate> template, Optional<String> room) {
    /**
     * The stream for a target, if it asks for one.
     *
     * @param streamKey of the target, after which the operator's is chosen
     * @throws SignalException if it asks for one and there is none
     */
    Optional<IcecastMount> of(TranscodingTarget target, String streamKey) throws SignalException {
        if (!target.options().icecastAudio()) {
            return Optional.empty();
        }
        Optional<String> asked = target.options().icecastUrl();
        return Optional.of(
                asked.isPresent() ? asked(target, asked.get()) : operators(target, streamKey));
    }

    private static IcecastMount asked(TranscodingTarget target, String url) throws SignalException {
        try {
            return new IcecastMount(IcecastUrl.parse(url), false);
        } catch (IllegalArgumentException e) {
            throw Fields.malformed(target.path() + ".icecast_url " + e.getMessage());
        }
    }

    private IcecastMount operators(TranscodingTarget target, String streamKey)
            throws SignalException {
        if (template.isEmpty()) {
            throw refused(target, "icecast_url must be given, for this server has no icecast.url");
        }
        String streamName = streamKey.split("\\?", 2)[0]; // what follows is for the ingest
        try {
            return new IcecastMount(template.get().url(streamName, room), true);
        } catch (IllegalArgumentException e) {
            throw refused(target, "icecast.url " + e.getMessage());
        }
    }

    private static SignalException refused(TranscodingTarget target, String why) {
        return new SignalException(
                ErrorCode.START_FAILED, target.path() + ".icecast_audio: " + why);
    }
}
