package dev.rillcast.sound;

import dev.rillcast.media.Frame;

/** Makes sound of packets. Owned by one thread at a time. */
sealed interface Decoder extends AutoCloseable permits OpusDecoder, G711Decoder {
    /** Samples at 48 kHz that the packet lasts, or -1 if it can't be one. */
    int samples(Frame packet);

    /** Whether the packet only says that there is silence, which may go on without any more. */
    boolean silent(Frame packet);

    /**
     * Decodes one packet into {@code samples}, replacing what was there.
     *
     * @return whether there is sound; if not, {@code samples} stay as they were
     */
    boolean decode(Frame packet, Samples samples);

    /** How many samples before the packet it repeats, or 0. */
    default int repeated(Frame packet) {
        return 0;
    }

    /** Decodes these, as {@link #decode} does, and before that. */
    default boolean decodeRepeated(Frame packet, Samples samples) {
        return false;
    }

    @Override
    void close();
}
