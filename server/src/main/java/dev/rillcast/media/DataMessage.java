package dev.rillcast.media;

/**
 * Data for those who watch, which belongs between two frames: AMF0, the name of its handler first,
 * then its values. The bytes belong to the message.
 */
public final class DataMessage implements MediaItem {
    private final String handler;
    private final byte[] amf0;

    /**
     * @param handler the name of the handler, which the bytes begin with
     */
    public DataMessage(String handler, byte[] amf0) {
        this.handler = handler;
        this.amf0 = amf0;
    }

    public String handler() {
        return handler;
    }

    /** Not to be written to. */
    public byte[] amf0() {
        return amf0;
    }

    @Override
    public int length() {
        return amf0.length;
    }
}
