package dev.rillcast.ingest;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.rtmp.RtmpMessage;
import java.net.ProtocolException;
import java.util.Map;
import java.util.Optional;

/** What a publisher's {@code onMetaData} says, as a tag for viewers. */
record Metadata(FlvTag tag, boolean video, boolean audio) {
    private static final String SET_DATA_FRAME = "@setDataFrame";

    /** Empty for other data messages, and for what is not AMF0. */
    static Optional<Metadata> of(RtmpMessage message) {
        byte[] payload = message.payload();
        int offset = message.type() == RtmpMessage.DATA_AMF3 && payload.length > 0 ? 1 : 0;
        try {
            Amf0Reader reader = new Amf0Reader(payload, offset, payload.length - offset);
            Object name = reader.read();
            if (SET_DATA_FRAME.equals(name)) {
                offset += 3 + SET_DATA_FRAME.length(); // an order to servers, not for viewers
                name = reader.read();
            }
            if (!"onMetaData".equals(name) || !(reader.read() instanceof Map<?, ?> data)) {
                return Optional.empty();
            }
            int length = payload.length - offset;
            return Optional.of(
                    new Metadata(
                            new FlvTag(FlvTag.SCRIPT, message.timestamp(), payload, offset, length),
                            names(data, "videocodecid"),
                            names(data, "audiocodecid")));
        } catch (ProtocolException _) {
            return Optional.empty();
        }
    }

    void tell(LiveStream stream) {
        stream.announce(video, audio);
        stream.publish(tag);
    }

    /** ffmpeg writes a number, others a name; 0 or an empty text stands for no such track. */
    private static boolean names(Map<?, ?> data, String codec) {
        Object id = data.get(codec);
        return (id instanceof Double number && number != 0)
                || (id instanceof String text && !text.isEmpty());
    }
}
