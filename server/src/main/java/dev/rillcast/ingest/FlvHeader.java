package dev.rillcast.ingest;

/** The head of an FLV file or HTTP-FLV answer, which {@linkplain FlvTag tags} follow. */
public final class FlvHeader {
    private FlvHeader() {}

    /**
     * The file header (Adobe FLV 10.1, Annex E.2) and the size of the tag before the first, 0.
     *
     * <pre>
     *  "FLV" | version = 1 (8) | 00000 audio 0 video | header size = 9 (32)
     * </pre>
     *
     * Players wait for each track that is announced here, so ask a stream only after its first tag.
     */
    public static byte[] bytes(boolean hasAudio, boolean hasVideo) {
        int tracks = (hasAudio ? 4 : 0) | (hasVideo ? 1 : 0);
        return new byte[] {'F', 'L', 'V', 1, (byte) tracks, 0, 0, 0, 9, 0, 0, 0, 0};
    }
}
