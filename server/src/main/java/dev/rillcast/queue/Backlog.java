package dev.rillcast.queue;

import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits in a {@link FrameQueue}, in its order, and how much that is. Guarded by its lock. */
final class Backlog {
    private final ArrayDeque<MediaItem> items = new ArrayDeque<>();
    private int frames;
    private int bytes; // of the frames
    private int messages;
    private int messageBytes;

    void add(Frame frame) {
        items.addLast(frame);
        frames++;
        bytes += frame.length();
    }

    void add(DataMessage message) {
        items.addLast(message);
        messages++;
        messageBytes += message.length();
    }

    /** Several in a row are one. */
    void add(Discontinuity discontinuity) {
        if (!(items.peekLast() instanceof Discontinuity)) {
            items.addLast(discontinuity);
        }
    }

    int frames() {
        return frames;
    }

    int bytes() {
        return bytes;
    }

    int messages() {
        return messages;
    }

    int messageBytes() {
        return messageBytes;
    }

    /** The next item, or null. */
    @Nullable MediaItem poll() {
        return taken(items.pollFirst());
    }

    /** The next item that is no message, or null. */
    @Nullable MediaItem pollMedia() {
        return pollFirst(item -> !(item instanceof DataMessage));
    }

    /** The next frame, or null. */
    @Nullable Frame pollFrame() {
        return (Frame) pollFirst(item -> item instanceof Frame);
    }

    private @Nullable MediaItem pollFirst(Predicate<MediaItem> which) {
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            MediaItem item = each.next();
            if (which.test(item)) {
                each.remove();
                return taken(item);
            }
        }
        return null;
    }

    private @Nullable MediaItem taken(@Nullable MediaItem item) {
        switch (item) {
            case Frame frame -> {
                frames--;
                bytes -= frame.length();
            }
            case DataMessage message -> {
                messages--;
                messageBytes -= message.length();
            }
            case Discontinuity _ -> {}
            case null -> {}
        }
        return item;
    }

    /** The frame that {@link #pollFrame} would take. */
    @Nullable Frame oldest() {
        if (items.peekFirst() instanceof Frame first) {
            return first; // nearly always, so no iterator is made
        }
        for (MediaItem item : items) {
            if (item instanceof Frame frame) {
                return frame;
            }
        }
        return null;
    }

    /** The last key frame of video that waits, or null. */
    @Nullable Frame lastKey() {
        for (Iterator<MediaItem> each = items.descendingIterator(); each.hasNext(); ) {
            if (each.next() instanceof Frame frame && frame.codec().video() && frame.key()) {
                return frame;
            }
        }
        return null;
    }

    /**
     * Drops video.
     *
     * @param end where to stop, one that waits; null: at the end
     * @return how many frames that were
     */
    int dropVideo(@Nullable Frame end) {
        int before = frames;
        for (Iterator<MediaItem> each = items.iterator(); each.hasNext(); ) {
            MediaItem item = each.next();
            if (item == end) {
                break;
            }
            if (item instanceof Frame frame && frame.codec().video()) {
                each.remove();
                taken(frame);
            }
        }
        return before - frames;
    }

    /** Drops frames from the oldest on, as long as they are like this, and says how many. */
    int dropOldest(Predicate<Frame> which) {
        int before = frames;
        for (Frame frame = oldest(); frame != null && which.test(frame); frame = oldest()) {
            pollFrame();
        }
        return before - frames;
    }

    void clear() {
        items.clear();
        frames = 0;
        bytes = 0;
        messages = 0;
        messageBytes = 0;
    }
}
