package dev.rillcast.media;

/**
 * One access unit of video or one packet of audio, whole and in decoding order.
 *
 * <p>The bytes are a window into an array that nobody writes to after the frame was made, so a
 * frame may be handed from thread to thread and read by several targets without a copy.
 */
public final class Frame implements MediaItem {
    private final Codec codec;
    private final boolean key;
    private final long timestamp;
    private final long begun;
    private final long arrival;
    private final byte[] array;
    private final int offset;
    private final int length;

    /** A frame that came in one packet, or all at once. */
    public Frame(
            Codec codec,
            boolean key,
            long timestamp,
            long arrival,
            byte[] array,
            int offset,
            int length) {
        this(codec, key, timestamp, arrival, arrival, array, offset, length);
    }

    /**
     * @param key whether decoding can start here; true for every audio frame
     * @param timestamp presentation time in ticks of {@link Codec#clockRate()}, unwrapped, so never
     *     negative and never jumping by 2^32; each track counts from a point of its own
     * @param begun {@link System#nanoTime()} when its first packet came in, which tells best when
     *     it was made, since large frames are sent bit by bit
     * @param arrival the same for its last packet
     */
    public Frame(
            Codec codec,
            boolean key,
            long timestamp,
            long begun,
            long arrival,
            byte[] array,
            int offset,
            int length) {
        this.codec = codec;
        this.key = key;
        this.timestamp = timestamp;
        this.begun = begun;
        this.arrival = arrival;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** The same at another time. */
    public Frame at(long otherTimestamp) {
        return new Frame(codec, key, otherTimestamp, begun, arrival, array, offset, length);
    }

    public Codec codec() {
        return codec;
    }

    public boolean key() {
        return key;
    }

    public long timestamp() {
        return timestamp;
    }

    public long begun() {
        return begun;
    }

    public long arrival() {
        return arrival;
    }

    /** The array that holds the frame from {@link #offset()} on; not to be written to. */
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }
}
