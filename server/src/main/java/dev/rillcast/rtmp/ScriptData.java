package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Writer;
import dev.rillcast.media.DataMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data messages (RTMP 1.0, 7.1.2), which FLV calls script data (Adobe FLV 10.1, Annex E.4.4). */
public final class ScriptData {
    private static final String METADATA = "onMetaData";

    /**
     * Encoders put it before metadata: Adobe's server then keeps the metadata for later viewers and
     * gives them what follows. nginx-rtmp, SRS and ffmpeg take it off; other handlers go without.
     */
    private static final byte[] SET_DATA_FRAME = Amf0Writer.bytes("@setDataFrame");

    private ScriptData() {}

    /**
     * A handler's name and its values as one AMF0 object, keys in their order.
     *
     * @throws IllegalArgumentException when AMF0 can't hold the values: it has numbers, text,
     *     booleans, null, lists and maps, and no empty key
     */
    public static DataMessage encode(String handler, Map<String, @Nullable Object> values) {
        return new DataMessage(handler, Amf0Writer.bytes(handler, values));
    }

    /** What an ingest is sent. */
    static List<ByteBuffer> payload(DataMessage message) {
        ByteBuffer data = ByteBuffer.wrap(message.amf0());
        return message.handler().equals(METADATA)
                ? List.of(ByteBuffer.wrap(SET_DATA_FRAME), data)
                : List.of(data);
    }
}
