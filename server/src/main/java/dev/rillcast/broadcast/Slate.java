package dev.rillcast.broadcast;

import dev.rillcast.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The picture that is shown while the publisher's connection is lost or silent: the last key frame,
 * again each second, so that the platform keeps the stream. A picture that stands still is none of
 * that: its sender goes on with reports. Owned by the output's thread, but for {@link #lost} and
 * {@link #reported}.
 */
final class Slate {
    /** A lost connection may have been silent for a while already. */
    private static final long AFTER = 1_000_000_000;

    /** Senders report every five seconds at the latest (RFC 3550 6.2). */
    private static final long SILENT = 6_000_000_000L;

    private static final long EVERY = 1_000_000_000;

    private byte[] bytes = {};
    private @Nullable Frame last;
    private volatile boolean lost;
    private volatile long reported; // 0: never
    private boolean shown;
    private long shownAt;

    /**
     * Takes a key frame. Its bytes are copied, for arrays that live for two seconds each grow old,
     * and the heap with them: 0.8 MB a stream.
     */
    void keep(Frame frame) {
        if (bytes.length < frame.length()) {
            bytes = new byte[frame.length() * 5 / 4];
        }
        System.arraycopy(frame.array(), frame.offset(), bytes, 0, frame.length());
        last = new Frame(frame.codec(), true, 0, 0, bytes, 0, frame.length());
    }

    /** Whether the publisher's connection is lost now; may be called on another thread. */
    void lost(boolean now) {
        lost = now;
    }

    /** A sender report has come; may be called on another thread. */
    void reported(long now) {
        reported = now;
    }

    /** The stream begins anew, so the picture is due at once. */
    void restart() {
        shown = false;
    }

    /**
     * The picture if it is due, and there is one; valid until the next key frame.
     *
     * @param pause for how many nanoseconds no frame has come
     */
    @Nullable Frame due(long now, long pause) {
        if (!away(now, pause)) {
            shown = false;
            return null;
        }
        if (shown && now - shownAt < EVERY) {
            return null;
        }
        shown = true;
        shownAt = now;
        return last;
    }

    private boolean away(long now, long pause) {
        if (lost) {
            return pause > AFTER;
        }
        long report = reported;
        return pause > SILENT && report != 0 && now - report > SILENT;
    }
}
