package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Text;
import java.net.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a data message holds. */
public final class DataValues {
    private DataValues() {}

    public static List<@Nullable Object> of(RtmpMessage message) throws ProtocolException {
        return Amf0Text.values(message.payload());
    }

    /** A data message as it is read from a connection. */
    public static RtmpMessage message(long timestamp, byte[] payload) {
        return new RtmpMessage(RtmpMessage.DATA, 1, timestamp, payload);
    }
}
