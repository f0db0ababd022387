package dev.rillcast.rtmp;

import java.io.IOException;
import java.util.Set;

/** The other side refused or ended a stream, and said why. */
public final class RtmpException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_TEXT = 200;

    /** What a server answers to a name, a key or an application that it does not take. */
    private static final Set<String> LASTING =
            Set.of(
                    "NetConnection.Connect.Rejected",
                    "NetConnection.Connect.InvalidApp",
                    "NetStream.Publish.BadName",
                    "NetStream.Publish.Denied");

    private final String code;
    private final String description;
    private final boolean heals;

    /**
     * An error with the peer's reason; whether it heals follows from the code.
     *
     * @param what a sentence of ours: "the ingest refused the stream"
     * @param code the peer's status code, "NetStream.Publish.BadName"; may be empty
     * @param description the peer's own words; may be empty
     */
    public RtmpException(String what, String code, String description) {
        this(what, code, description, !LASTING.contains(code));
    }

    private RtmpException(String what, String code, String description, boolean heals) {
        super(sentence(what, printable(code), printable(description)));
        this.code = printable(code);
        this.description = printable(description);
        this.heals = heals;
    }

    /** An error that stays as long as the output and the ingest are what they are. */
    public static RtmpException lasting(String what, String code, String description) {
        return new RtmpException(what, code, description, false);
    }

    /**
     * Whether trying again may help: true for an ingest that is away, silent or restarting, false
     * for one that does not take this stream, or can't be trusted.
     */
    public boolean heals() {
        return heals;
    }

    /** The peer's status code, or an empty text when it gave none. */
    public String code() {
        return code;
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
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
