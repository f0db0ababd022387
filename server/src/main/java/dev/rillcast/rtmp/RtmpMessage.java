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
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int DATA_AMF3 = 15;
    public static final int COMMAND_AMF3 = 17;
    public static final int DATA = 18;
    public static final int COMMAND = 20;

    // User control events (7.1.7).
    private static final int STREAM_BEGIN = 0;
    private static final int STREAM_EOF = 1;
    static final int PING_REQUEST = 6;
    static final int PING_RESPONSE = 7;

    private static final int DYNAMIC = 2; // limit type, 5.4.5

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

    /** Asks for an acknowledgement after so many bytes (5.4.4). */
    public static RtmpMessage windowAckSize(int bytes) {
        return control(WINDOW_ACK_SIZE, bytes);
    }

    /** Tells the other side how much it may send unacknowledged: window (32), limit type (8). */
    public static RtmpMessage peerBandwidth(int bytes) {
        byte[] payload = ByteBuffer.allocate(5).putInt(bytes).put((byte) DYNAMIC).array();
        return new RtmpMessage(SET_PEER_BANDWIDTH, 0, 0, payload);
    }

    /** Tells a client that a message stream can be used (7.1.7). */
    public static RtmpMessage streamBegin(int streamId) {
        return userControl(STREAM_BEGIN, streamId);
    }

    /** Tells a player that a message stream brings nothing more (7.1.7). */
    public static RtmpMessage streamEof(int streamId) {
        return userControl(STREAM_EOF, streamId);
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

    /** One of the constants, or a type that this room does not know. */
    public int type() {
        return type;
    }

    /** The message stream; 0 is the connection's own. */
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

    /** Of the payload, in bytes. */
    public int length() {
        return payload.length;
    }
}
