package dev.rillcast.flv;

import dev.rillcast.media.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a tag's payload begins with, in front of a decoder's configuration and of each frame. H.264
 * and AAC have the form that every server knows, the others that of Enhanced RTMP.
 */
public final class TagHead {
    // Types of tags (E.4.1), and of RTMP's messages.
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int SCRIPT = 18;

    // Enhanced RTMP v2, VideoPacketType and AudioPacketType.
    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;

    private static final int LAST_LEGACY = 15; // four bits
    private static final int EX_VIDEO_KEY = 0x90; // isExVideoHeader, key frame
    private static final int EX_VIDEO_INTER = 0xA0;
    private static final int EX_AUDIO = 0x90; // SoundFormat.ExHeader

    /**
     * Adobe FLV 10.1, E.4.3.1: frame type (4) | codec = 7 (4) | packet type (8) | composition time
     * = 0 (24). Browsers send no pictures out of order.
     */
    private static final TagHead H264 =
            new TagHead(Codec.H264, "avc1", 7, avc(0x17, 0), avc(0x17, 1), avc(0x27, 1));

    /**
     * E.4.2.1: format = 10 (4) | 44.1 kHz = 3 (2) | 16 bit (1) | stereo (1) | packet type (8). The
     * same for all AAC: its configuration counts.
     */
    private static final TagHead AAC = new TagHead(Codec.AAC, "mp4a", 10, aac(0), aac(1));

    private static final TagHead AV1 = new TagHead(Codec.AV1, "av01");
    private static final TagHead VP9 = new TagHead(Codec.VP9, "vp09");
    private static final TagHead VP8 = new TagHead(Codec.VP8, "vp08");
    private static final TagHead OPUS = new TagHead(Codec.OPUS, "Opus");

    /** Those that only ingests with Enhanced RTMP take. */
    public static final List<TagHead> ENHANCED = List.of(AV1, VP9, VP8, OPUS);

    private final Codec codec;
    private final String fourCc;
    private final int codecId;
    private final byte[] configuration;
    private final byte[] key;
    private final byte[] frame;

    private TagHead(Codec codec, String fourCc, int codecId, byte[]... heads) {
        this.codec = codec;
        this.fourCc = fourCc;
        this.codecId = codecId;
        this.configuration = heads[0];
        this.key = heads[1];
        this.frame = heads[heads.length - 1];
    }

    /**
     * ExVideoTagHeader: 1 | frame type (3) | packet type (4) | FourCC (32). ExAudioTagHeader: 9 (4)
     * | packet type (4) | FourCC (32). None of these codecs has a composition time.
     */
    private TagHead(Codec codec, String fourCc) {
        this.codec = codec;
        this.fourCc = fourCc;
        this.codecId = ByteBuffer.wrap(fourCc.getBytes(StandardCharsets.US_ASCII)).getInt();
        int first = codec.video() ? EX_VIDEO_KEY : EX_AUDIO;
        int inter = codec.video() ? EX_VIDEO_INTER : EX_AUDIO;
        this.configuration = enhanced(first | SEQUENCE_START);
        this.key = enhanced(first | CODED_FRAMES);
        this.frame = enhanced(inter | CODED_FRAMES);
    }

    private byte[] enhanced(int first) {
        return ByteBuffer.allocate(5).put((byte) first).putInt(codecId).array();
    }

    private static byte[] avc(int first, int packetType) {
        return new byte[] {(byte) first, (byte) packetType, 0, 0, 0};
    }

    private static byte[] aac(int packetType) {
        return new byte[] {(byte) 0xAF, (byte) packetType};
    }

    public static TagHead of(Codec codec) {
        return switch (codec) {
            case H264 -> H264;
            case VP8 -> VP8;
            case VP9 -> VP9;
            case AV1 -> AV1;
            case OPUS -> OPUS;
            case AAC -> AAC;
            case PCMU, PCMA -> throw new IllegalArgumentException(codec + " goes out as AAC");
        };
    }

    public Codec codec() {
        return codec;
    }

    /** The codec's name in Enhanced RTMP. */
    public String fourCc() {
        return fourCc;
    }

    /** Whether only ingests that know Enhanced RTMP take it. */
    public boolean enhanced() {
        return codecId > LAST_LEGACY;
    }

    /** {@code videocodecid} or {@code audiocodecid} of {@code onMetaData}. */
    public int codecId() {
        return codecId;
    }

    /** In front of the decoder's configuration; not to be written to. */
    public byte[] configuration() {
        return configuration;
    }

    /** In front of a frame; not to be written to. */
    public byte[] frame(boolean isKey) {
        return isKey ? key : frame;
    }
}
