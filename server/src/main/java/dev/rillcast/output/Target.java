package dev.rillcast.output;

import dev.rillcast.media.Codec;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.sdp.Offer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a broadcast goes, and how.
 *
 * @param trusted whether the operator chose it, so that the output policy does not apply
 * @param icecast what is heard in the microphone's place
 */
public record Target(
        RtmpUrl url, boolean trusted, TargetOptions options, Optional<IcecastMount> icecast) {
    /** One with the publisher's own sound. */
    public Target(RtmpUrl url, boolean trusted, TargetOptions options) {
        this(url, trusted, options, Optional.empty());
    }

    /**
     * What video a broadcast to all of these may have: any that can be, if all pass it on or it is
     * made into what they take.
     *
     * @param transcodes whether the server has transcoders
     */
    public static Set<Codec> videoCodecs(List<Target> targets, boolean transcodes) {
        return transcodes || targets.stream().allMatch(target -> target.options().passthrough())
                ? Offer.ALL_VIDEO
                : Offer.H264;
    }
}
