package dev.rillcast.payload;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.Depacketizer;
import dev.rillcast.rtp.RtpPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One RTP packet is one packet of Opus (RFC 7587 4.2) or some samples of G.711 (RFC 3551 4.5.14);
 * what is lost shows as a gap between the time stamps.
 */
public final class AudioDepacketizer implements Depacketizer {
    private final Codec codec;

    /** One for this codec. */
    public AudioDepacketizer(Codec codec) {
        this.codec = codec;
    }

    @Override
    public @Nullable Frame push(RtpPacket packet) {
        int length = packet.payloadLength();
        if (length == 0) {
            return null;
        }
        int offset = packet.payloadOffset();
        byte[] bytes = Arrays.copyOfRange(packet.buffer(), offset, offset + length);
        return new Frame(codec, true, packet.time(), packet.arrival(), bytes, 0, length);
    }

    @Override
    public boolean needsKeyFrame() {
        return false;
    }
}
