package dev.rillcast.rtp;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One RTP packet is one Opus packet (RFC 7587 4.2); what is lost shows as a gap between the time
 * stamps.
 */
public final class OpusDepacketizer implements Depacketizer {
    @Override
    public @Nullable Frame push(RtpPacket packet) {
        int length = packet.payloadLength();
        if (length == 0) {
            return null;
        }
        int offset = packet.payloadOffset();
        byte[] bytes = Arrays.copyOfRange(packet.buffer(), offset, offset + length);
        return new Frame(Codec.OPUS, true, packet.time, packet.arrival(), bytes, 0, length);
    }

    @Override
    public boolean needsKeyFrame() {
        return false;
    }
}
