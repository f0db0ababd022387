package dev.rillcast.ingest;

import dev.rillcast.flv.TagContent;
import dev.rillcast.rtmp.RtmpMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * One FLV tag (Adobe FLV 10.1, Annex E.4.1): what an RTMP audio, video or data message holds too.
 * Immutable; many viewers share its payload.
 */
public final class FlvTag {
    static final int AUDIO = RtmpMessage.AUDIO;
    static final int VIDEO = RtmpMessage.VIDEO;
    static final int SCRIPT = RtmpMessage.DATA;
    private static final int HEADER = 11;

    private final int type;
    private final long millis;
    private final byte[] array;
    private final int offset;
    private final int length;
    private final TagContent content;

    FlvTag(int type, long millis, byte[] payload) {
        this(type, millis, payload, 0, payload.length);
    }

    FlvTag(int type, long millis, byte[] array, int offset, int length) {
        this(type, millis, array, offset, length, content(type, array, offset, length));
    }

    private FlvTag(
            int type, long millis, byte[] array, int offset, int length, TagContent content) {
        this.type = type;
        this.millis = millis;
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.content = content;
    }

    private static TagContent content(int type, byte[] array, int offset, int length) {
        return switch (type) {
            case VIDEO -> TagContent.ofVideo(array, offset, length);
            case AUDIO -> TagContent.ofAudio(array, offset, length);
            default -> TagContent.DATA;
        };
    }

    /** The same script data, but about the stream as a whole, so that later viewers need it too. */
    FlvTag describing() {
        return new FlvTag(type, millis, array, offset, length, TagContent.DESCRIPTION);
    }

    public int type() {
        return type;
    }

    /** Decoding time; milliseconds, 32 bits without a sign. */
    public long millis() {
        return millis;
    }

    /** Of the payload. */
    public int length() {
        return length;
    }

    /** A window of the payload, not to be written to. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(array, offset, length);
    }

    public boolean video() {
        return type == VIDEO;
    }

    public boolean audio() {
        return type == AUDIO;
    }

    TagContent content() {
        return content;
    }

    /** Whether a decoder can start here. */
    public boolean key() {
        return content == TagContent.KEY_FRAME;
    }

    /** Whether it holds a decoder's configuration and no frame. */
    public boolean sequenceHeader() {
        return content == TagContent.VIDEO_CONFIGURATION
                || content == TagContent.AUDIO_CONFIGURATION;
    }

    /** Whether it tells about the stream and is no frame of it. */
    boolean header() {
        return content.header();
    }

    /** The same tag at another time. */
    FlvTag at(long otherMillis) {
        return new FlvTag(type, otherMillis, array, offset, length, content);
    }

    /**
     * Writes the tag and its size.
     *
     * <pre>
     *  type (8) | data size (24) | time stamp, low 24 bits | time stamp, high 8 bits | 0 (24)
     *  data
     *  size of the tag with its header (32)
     * </pre>
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] head = {
            (byte) type,
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length,
            (byte) (millis >> 16),
            (byte) (millis >> 8),
            (byte) millis,
            (byte) (millis >> 24),
            0,
            0,
            0
        };
        out.write(head);
        out.write(array, offset, length);
        out.write(ByteBuffer.allocate(4).putInt(HEADER + length).array());
    }
}
