package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Reader;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a data message holds. */
public final class DataValues {
    private DataValues() {}

    public static List<@Nullable Object> of(RtmpMessage message) throws ProtocolException {
        Amf0Reader reader = new Amf0Reader(message.payload());
        List<@Nullable Object> values = new ArrayList<>();
        while (reader.hasMore()) {
            values.add(reader.read());
        }
        return values;
    }
}
