package dev.rillcast.rtmp;

import java.io.IOException;

/** The other side refused or ended a stream, and said why. */
public final class RtmpException extends IOException {
    private static final int MAX_TEXT = 200;

    private final String code;
    private final String description;

    /**
     * An error with the peer's reason.
     *
     * @param what a sentence of ours: "the ingest refused the stream"
     * @param code the peer's status code, "NetStream.Publish.BadName"; may be empty
     * @param description the peer's own words; may be empty
     */
    public RtmpException(String what, String code, String description) {
        super(sentence(what, printable(code), printable(description)));
        this.code = printable(code);
        this.description = printable(description);
    }

    /** The peer's status code, or an empty text when it gave none. */
    public String code() {
        return code;
    }

    /** Whether another attempt may succeed. */
    public boolean heals() {
        return true;
    }

    /** The peer's own words, or an empty text. */
    public String description() {
        return description;
    }

    private static String sentence(String what, String code, String description) {
        if (code.isEmpty() && description.isEmpty()) {
            return what;
        }
        if (code.isEmpty() || description.isEmpty()) {
            return what + ": " + code + description;
        }
        return what + ": " + code + " (" + description + ")";
    }

    /** The text comes from a stranger and ends up in logs and on pages: one bounded line. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
