package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A track that the client will send.
 *
 * @param retransmission the payload type of what is sent again (RFC 4588)
 * @param redundancy the payload type of sound that repeats what was before it (RFC 2198)
 * @param nack whether lost packets may be asked for
 * @param remb whether the client has to be told how much it may send, as it takes no transport-cc
 * @param rids the layers of a simulcast (RFC 8853), empty if there is but one
 * @param parameterSets H.264's that may not come with the media, each a NAL unit in base64
 * @param sources what the offer says of the stream's SSRCs, as far as it says anything
 */
public record AgreedTrack(
        Codec codec,
        int payloadType,
        OptionalInt retransmission,
        OptionalInt redundancy,
        boolean nack,
        boolean remb,
        HeaderExtensions extensions,
        List<String> rids,
        List<String> parameterSets,
        Sources sources) {
    public AgreedTrack {
        rids = List.copyOf(rids);
        parameterSets = List.copyOf(parameterSets);
    }

    /**
     * One of the plainest sort.
     *
     * @param transportCc the header extension's id, 0 if it is not agreed
     */
    public AgreedTrack(Codec codec, int payloadType, int transportCc, boolean nack) {
        this(
                codec,
                payloadType,
                OptionalInt.empty(),
                OptionalInt.empty(),
                nack,
                false,
                new HeaderExtensions(transportCc, 0, 0, 0, 0),
                List.of(),
                List.of(),
                Sources.NONE);
    }

    static AgreedTrack of(MediaDescription media, Formats.Format format) {
        String pt = format.payloadType();
        boolean video = format.codec().video();
        boolean nack = media.feedback(pt, "nack");
        boolean transportCc =
                media.feedback(pt, "transport-cc")
                        && media.extension(HeaderExtensions.TRANSPORT_CC).isPresent();
        boolean remb = !transportCc && video && media.feedback(pt, "goog-remb");
        List<String> rids = video ? Simulcast.rids(media, pt) : List.of();
        return new AgreedTrack(
                format.codec(),
                Integer.parseInt(pt),
                nack ? Formats.retransmission(media, format) : OptionalInt.empty(),
                Formats.redundancy(media, format),
                nack,
                remb,
                HeaderExtensions.of(media, transportCc, !rids.isEmpty(), remb),
                rids,
                Formats.parameterSets(media, format),
                video ? Sources.of(media) : Sources.NONE);
    }

    /** All that its packets may have. */
    IntStream payloadTypes() {
        return IntStream.concat(
                IntStream.of(payloadType),
                IntStream.concat(retransmission.stream(), redundancy.stream()));
    }
}
