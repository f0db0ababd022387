package dev.rillcast.broadcast;

/**
 * Why a broadcast ended though nobody stopped it.
 *
 * @param message a sentence for the publisher
 * @param heals whether another attempt may succeed
 */
public record Failure(Kind kind, String message, boolean heals) {
    /** Whose fault it was. */
    public enum Kind {
        /** The output may not be reached. */
        OUTPUT_REFUSED,
        /** The ingest can't be reached, refused the stream, or went away. */
        RTMP_FAILED,
        /** The publisher's connection was never made or went away. */
        PUBLISHER_LOST,
        /** The server stops, or something in it broke. */
        SERVER
    }

    /** One that another attempt does not change. */
    Failure(Kind kind, String message) {
        this(kind, message, false);
    }

    static Failure server(String message) {
        return new Failure(Kind.SERVER, message);
    }
}
