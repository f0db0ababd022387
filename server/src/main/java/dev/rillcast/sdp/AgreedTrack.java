package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.util.List;

/**
 * A track that the client will send.
 *
 * @param transportCc the header extension's id for transport-wide congestion control, 0 if it was
 *     not offered
 * @param nack whether lost packets may be asked for
 * @param parameterSets H.264's that may not come with the media, each a NAL unit in base64
 */
public record AgreedTrack(
        Codec codec, int payloadType, int transportCc, boolean nack, List<String> parameterSets) {
    public AgreedTrack {
        parameterSets = List.copyOf(parameterSets);
    }

    /** One whose media brings all that it needs. */
    public AgreedTrack(Codec codec, int payloadType, int transportCc, boolean nack) {
        this(codec, payloadType, transportCc, nack, List.of());
    }
}
