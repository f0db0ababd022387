package dev.rillcast.transcode;

/** Why no video can be encoded. Its message is for the operator; {@link #key} is what to change. */
public final class EncoderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;

    EncoderException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The configuration's key, such as {@code transcode.ffmpeg}. */
    public String key() {
        return key;
    }

    /** What is wrong, without the key. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
