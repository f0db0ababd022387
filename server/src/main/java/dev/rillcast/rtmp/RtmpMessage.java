package dev.rillcast.rtmp;

import java.nio.ByteBuffer;

/**
 * One RTMP message (RTMP 1.0, 6.1), as it is reassembled from chunks.
 *
 * <p>The payload belongs to the message; nobody writes to it after the message was made.
 */
public final class RtmpMessage {
    // Protocol control messages (5.4) and user control (6.2), on chunk stream 2, message stream 0.
    static final int SET_CHUNK_SIZE = 1;
    static final int ABORT = 2;
    static final int ACKNOWLEDGEMENT = 3;
    static final int USER_CONTROL = 4;
    static final int WINDOW_ACK_SIZE = 5;
    static final int SET_PEER_BANDWIDTH = 6;
    // 7.1: media, data and commands; the AMF3 forms hold a zero byte and then AMF0.
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA_AMF3 = 15;
    static final int COMMAND_AMF3 = 17;
    static final int DATA = 18;
    static final int COMMAND = 20;

    private final int type;
    private final int streamId;
    private final long timestamp;
    private final byte[] payload;

    RtmpMessage(int type, int streamId, long timestamp, byte[] payload) {
        this.type = type;
        this.streamId = streamId;
        this.timestamp = timestamp;
        this.payload = payload;
    }

    /** A control message with one 32-bit number. */
    static RtmpMessage control(int type, int value) {
        return new RtmpMessage(type, 0, 0, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** A user control message: event type, then one 32-bit number (7.1.7). */
    static RtmpMessage userControl(int event, int value) {
        byte[] payload = ByteBuffer.allocate(6).putShort((short) event).putInt(value).array();
        return new RtmpMessage(USER_CONTROL, 0, 0, payload);
    }

    public int type() {
        return type;
    }

    public int streamId() {
        return streamId;
    }

    /** Milliseconds, 32 bits without a sign. */
    public long timestamp() {
        return timestamp;
    }

    /** Not to be written to. */
    public byte[] payload() {
        return payload;
    }

    public int length() {
        return payload.length;
    }
}
