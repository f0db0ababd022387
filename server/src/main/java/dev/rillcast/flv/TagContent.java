package dev.rillcast.flv;

import static dev.rillcast.flv.TagHead.CODED_FRAMES;
import static dev.rillcast.flv.TagHead.SEQUENCE_START;

/** What the payload of a tag holds, as far as a server has to know. */
public enum TagContent {
    /** Script data about the stream as a whole, which later viewers need too. */
    DESCRIPTION,
    /** The configuration of a video decoder, which later viewers need too. */
    VIDEO_CONFIGURATION,
    /** Colours of the pictures to come (HDR), which later viewers need too. */
    COLOURS,
    /** The configuration of an audio decoder, which later viewers need too. */
    AUDIO_CONFIGURATION,
    /** How the channels are ordered, which later viewers need too. */
    CHANNELS,
    /** Script data of this moment. */
    DATA,
    /** A picture that a decoder can begin with. */
    KEY_FRAME,
    /** Any other frame, or the end of a sequence. */
    FRAME,
    /** Tracks beside the stream's first one: Multitrack of Enhanced RTMP. */
    MORE_TRACKS,
    /** What no document of today explains, or cut off. */
    UNKNOWN;

    private static final int EX_VIDEO = 0x80;
    private static final int EX_AUDIO = 9;
    private static final int AVC = 7;
    private static final int AAC = 10;

    private static final int KEY = 1; // frame types
    private static final int COMMAND = 5;

    // Packet types beside those that we write.
    private static final int AVC_END = 2;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;
    private static final int METADATA = 4;
    private static final int MULTICHANNEL_CONFIG = 4;
    private static final int MPEG2TS_SEQUENCE_START = 5;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int VIDEO_MULTITRACK = 6;
    private static final int MOD_EX = 7;

    private static final int CUT_OFF = -1;
    private static final int FOUR_CC = 4;

    /** Whether later viewers need it before the first frame. */
    public boolean header() {
        return switch (this) {
            case DESCRIPTION, VIDEO_CONFIGURATION, COLOURS, AUDIO_CONFIGURATION, CHANNELS -> true;
            case DATA, KEY_FRAME, FRAME, MORE_TRACKS, UNKNOWN -> false;
        };
    }

    /**
     * Of a video tag.
     *
     * <pre>
     *  frame type (4), 1: key frame | codec id (4) | AVC: packet type (8)
     *  enhanced: 1 | frame type (3) | packet type (4)
     * </pre>
     */
    public static TagContent ofVideo(byte[] payload, int offset, int length) {
        if (length < 2) {
            return length < 1 ? UNKNOWN : FRAME; // an empty frame, as some encoders send
        }
        int first = payload[offset] & 0xFF;
        int frameType = first >> 4 & 7;
        if ((first & EX_VIDEO) != 0) {
            return exVideo(frameType, packetType(payload, offset, length));
        }
        if ((first & 0x0F) == AVC && frameType != COMMAND) {
            return switch (payload[offset + 1]) {
                case SEQUENCE_START -> VIDEO_CONFIGURATION;
                case AVC_END -> FRAME;
                default -> frame(frameType);
            };
        }
        return frame(frameType);
    }

    private static TagContent exVideo(int frameType, int packetType) {
        if (packetType == METADATA) {
            return COLOURS; // whatever the frame type
        }
        if (frameType == COMMAND) {
            return FRAME;
        }
        return switch (packetType) {
            case SEQUENCE_START, MPEG2TS_SEQUENCE_START -> VIDEO_CONFIGURATION;
            case CODED_FRAMES, CODED_FRAMES_X -> frame(frameType);
            case SEQUENCE_END -> FRAME;
            case VIDEO_MULTITRACK -> MORE_TRACKS;
            default -> UNKNOWN;
        };
    }

    private static TagContent frame(int frameType) {
        return frameType == KEY ? KEY_FRAME : FRAME;
    }

    /**
     * Of an audio tag.
     *
     * <pre>
     *  format (4) | rate (2) | size (1) | channels (1) | AAC: packet type (8)
     *  enhanced: 9 (4) | packet type (4)
     * </pre>
     */
    public static TagContent ofAudio(byte[] payload, int offset, int length) {
        if (length < 2) {
            return length < 1 ? UNKNOWN : FRAME;
        }
        int format = payload[offset] >> 4 & 0x0F;
        if (format == AAC && payload[offset + 1] == SEQUENCE_START) {
            return AUDIO_CONFIGURATION;
        }
        if (format != EX_AUDIO) {
            return FRAME;
        }
        return switch (packetType(payload, offset, length)) {
            case SEQUENCE_START -> AUDIO_CONFIGURATION;
            case CODED_FRAMES, SEQUENCE_END -> FRAME;
            case MULTICHANNEL_CONFIG -> CHANNELS;
            case AUDIO_MULTITRACK -> MORE_TRACKS;
            default -> UNKNOWN;
        };
    }

    /**
     * The packet type behind all ModEx data, whose nanoseconds are finer than RTMP's clock.
     *
     * <pre>
     *  flags (4) | packet type (4)
     *  while that is ModEx:
     *      size - 1 (8), 255: followed by size - 1 (16) | data
     *      ModEx type (4) | packet type (4)
     *  FourCC (32), or the type (4) and packet type (4) of a multitrack
     * </pre>
     */
    private static int packetType(byte[] payload, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        int type = payload[offset] & 0x0F;
        while (type == MOD_EX) {
            if (end - at < 3) {
                return CUT_OFF;
            }
            int size = (payload[at++] & 0xFF) + 1;
            if (size == 256) {
                size = (((payload[at++] & 0xFF) << 8) | (payload[at++] & 0xFF)) + 1;
            }
            if (size >= end - at) {
                return CUT_OFF;
            }
            at += size;
            type = payload[at++] & 0x0F;
        }
        return end - at < FOUR_CC ? CUT_OFF : type;
    }
}
