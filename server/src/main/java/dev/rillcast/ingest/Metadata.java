package dev.rillcast.ingest;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.rtmp.RtmpMessage;
import java.net.ProtocolException;
import java.util.Map;
import java.util.Optional;

/** A publisher's data message, as a tag for viewers, and the tracks that it announces. */
record Metadata(FlvTag tag, boolean video, boolean audio) {
    private static final String SET_DATA_FRAME = "@setDataFrame";

    /** Empty for orders to servers, and for what is not AMF0. */
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
            if (!(name instanceof String handler) || handler.startsWith("@")) {
                return Optional.empty();
            }
            Object first = reader.hasMore() ? reader.read() : null;
            while (reader.hasMore()) { // viewers are spared what can't be read
                Object _ = reader.read();
            }
            int length = payload.length - offset;
            FlvTag tag = new FlvTag(FlvTag.SCRIPT, message.timestamp(), payload, offset, length);
            return Optional.of(
                    handler.equals("onMetaData") && first instanceof Map<?, ?> values
                            ? of(tag, values)
                            : new Metadata(tag, false, false));
        } catch (ProtocolException _) {
            return Optional.empty();
        }
    }

    private static Metadata of(FlvTag tag, Map<?, ?> values) {
        return new Metadata(tag, names(values, "videocodecid"), names(values, "audiocodecid"));
    }

    /**
     * Hands it to the viewers. What names a codec, or comes before all media, describes the stream;
     * anything else is data of this moment, and those who come later don't get it.
     */
    void tell(LiveStream stream) {
        boolean describes = video || audio || !(stream.hasVideo() || stream.hasAudio());
        stream.announce(video, audio);
        stream.publish(describes ? tag.describing() : tag);
    }

    /** ffmpeg writes a number, others a name; 0 or an empty text stands for no such track. */
    private static boolean names(Map<?, ?> data, String codec) {
        Object id = data.get(codec);
        return (id instanceof Double number && number != 0)
                || (id instanceof String text && !text.isEmpty());
    }
}
