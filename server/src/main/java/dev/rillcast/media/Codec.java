package dev.rillcast.media;

/** What a frame's bytes are. */
public enum Codec {
    /**
     * One access unit, each NAL unit behind its length in four bytes (ISO/IEC 14496-15 5.3.4.2).
     */
    H264(true, 90_000),
    /** One frame (RFC 6386 9.1). */
    VP8(true, 90_000),
    /** All layers of one picture; of several frames, a superframe (VP9 specification, Annex B). */
    VP9(true, 90_000),
    /**
     * One temporal unit in the low-overhead format (AV1 5.2), each OBU with its size, without
     * temporal delimiters.
     */
    AV1(true, 90_000),
    /** One Opus packet (RFC 6716); the clock is 48 kHz whatever the bandwidth (RFC 7587 4.1). */
    OPUS(false, 48_000),
    /** Samples in G.711's mu-law, one channel (RFC 3551 4.5.14). */
    PCMU(false, 8_000),
    /** The same in A-law. */
    PCMA(false, 8_000),
    /** One raw AAC-LC frame of 1,024 samples, without ADTS header. */
    AAC(false, 48_000);

    private final boolean video;
    private final int clockRate;

    Codec(boolean video, int clockRate) {
        this.video = video;
        this.clockRate = clockRate;
    }

    public boolean video() {
        return video;
    }

    /** Ticks per second of {@link Frame#timestamp()}. */
    public int clockRate() {
        return clockRate;
    }
}
