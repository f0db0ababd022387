package dev.rillcast.ingest;

import dev.rillcast.flv.TagContent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One live stream: a publisher puts tags in, any number of viewers take them out.
 *
 * <p>It keeps the metadata, the decoders' configurations and the tags since the last key frame, so
 * that a viewer sees a picture at once. The publisher never waits: a viewer whose queue is full
 * loses what is in it and goes on with the next key frame.
 */
public final class LiveStream {
    static final int MAX_TAGS = 4_096;
    static final int MAX_BYTES = 8 << 20;
    private static final int EARLIER = 60_000; // ms

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();

    // Under the lock:
    private final Map<TagContent, FlvTag> headers = new EnumMap<>(TagContent.class);
    private final List<FlvTag> sinceKey = new ArrayList<>();
    private int sinceKeyBytes;
    private boolean ended;

    private volatile boolean hasVideo;
    private volatile boolean hasAudio;

    LiveStream(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Whether video was announced or has come. */
    public boolean hasVideo() {
        return hasVideo;
    }

    /** Whether audio was announced or has come. */
    public boolean hasAudio() {
        return hasAudio;
    }

    /** Viewers at this moment. */
    public int viewers() {
        return viewers.size();
    }

    /**
     * A new viewer, who begins with the last key frame; of an ended stream, one that is at its end.
     */
    public Viewer subscribe() {
        lock.lock();
        try {
            Viewer viewer = new Viewer();
            headers.values().forEach(viewer::offer);
            // Announced video that has not come holds no audio back.
            viewer.waitForKey = hasPictures() && sinceKey.isEmpty();
            sinceKey.forEach(viewer::offer);
            viewer.ended = ended;
            if (!ended) {
                viewers.add(viewer);
            }
            return viewer;
        } finally {
            lock.unlock();
        }
    }

    /** What the publisher's metadata says about its tracks. */
    void announce(boolean video, boolean audio) {
        hasVideo |= video;
        hasAudio |= audio;
    }

    /** Hands a tag to every viewer; called by the publisher's thread. */
    void publish(FlvTag tag) {
        lock.lock();
        try {
            hasVideo |= tag.video();
            hasAudio |= tag.audio();
            keep(tag);
            for (Viewer viewer : viewers) {
                viewer.offer(tag);
            }
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            viewers.forEach(Viewer::end);
            viewers.clear();
            sinceKey.clear();
        } finally {
            lock.unlock();
        }
    }

    private void keep(FlvTag tag) {
        if (tag.header()) {
            headers.put(tag.content(), tag);
        } else if (tag.key() || !sinceKey.isEmpty()) {
            keepFrame(tag);
        }
    }

    private void keepFrame(FlvTag tag) {
        if (tag.key()) {
            sinceKey.clear();
            sinceKeyBytes = 0;
        }
        sinceKey.add(tag);
        sinceKeyBytes += tag.length();
        if (sinceKey.size() > MAX_TAGS || sinceKeyBytes > MAX_BYTES) {
            sinceKey.clear(); // new viewers wait for the next key frame
        }
    }

    private boolean hasPictures() {
        return headers.containsKey(TagContent.VIDEO_CONFIGURATION);
    }

    /** One who watches. {@link #take} is for one thread, {@link #close} for any. */
    public final class Viewer implements AutoCloseable {
        private final ReentrantLock queueLock = new ReentrantLock();
        private final Condition arrived = queueLock.newCondition();

        // Under queueLock:
        private final ArrayDeque<FlvTag> queue = new ArrayDeque<>();
        private int bytes;
        private boolean waitForKey;
        private boolean ended;
        private long dropped;

        // Of the taking thread:
        private long base = -1;
        private boolean underWay; // for more than EARLIER

        /**
         * The next tag, with a time that counts from the viewer's first frame.
         *
         * @return null when none came in the given time or the stream {@linkplain #ended is over}
         */
        public @Nullable FlvTag take(Duration timeout) throws InterruptedException {
            while (true) {
                FlvTag tag = poll(timeout);
                if (tag == null) {
                    return null;
                }
                if (base < 0 && !tag.header()) {
                    base = tag.millis();
                }
                long millis = base < 0 ? 0 : tag.millis() - base & 0xFFFFFFFFL;
                boolean earlier = millis > 0xFFFFFFFFL - EARLIER;
                underWay |= millis > EARLIER && !earlier;
                boolean before = earlier && !underWay;
                // Sound from before the key frame that the viewer begins with would have no time.
                if (!before || !tag.audio() || tag.header()) {
                    return tag.at(before ? 0 : millis);
                }
            }
        }

        private @Nullable FlvTag poll(Duration timeout) throws InterruptedException {
            queueLock.lockInterruptibly();
            try {
                long left = timeout.toNanos();
                while (queue.isEmpty() && !ended && left > 0) {
                    left = arrived.awaitNanos(left);
                }
                FlvTag tag = queue.poll();
                bytes -= tag == null ? 0 : tag.length();
                return tag;
            } finally {
                queueLock.unlock();
            }
        }

        /** Whether the stream is over and everything was taken. */
        public boolean ended() {
            queueLock.lock();
            try {
                return ended && queue.isEmpty();
            } finally {
                queueLock.unlock();
            }
        }

        /** Tags that were lost because they were not taken in time. */
        public long dropped() {
            queueLock.lock();
            try {
                return dropped;
            } finally {
                queueLock.unlock();
            }
        }

        /** Leaves the stream. */
        @Override
        public void close() {
            viewers.remove(this);
            queueLock.lock();
            try {
                queue.clear();
                ended = true;
                arrived.signal();
            } finally {
                queueLock.unlock();
            }
        }

        private void offer(FlvTag tag) {
            queueLock.lock();
            try {
                // Twice what a subscription begins with, so that a full picture group fits.
                if (queue.size() >= 2 * MAX_TAGS || bytes + tag.length() > 2 * MAX_BYTES) {
                    dropAll();
                }
                waitForKey &= !tag.key();
                if (tag.header() || !waitForKey) {
                    queue.add(tag);
                    bytes += tag.length();
                    arrived.signal();
                } else {
                    dropped++;
                }
            } finally {
                queueLock.unlock();
            }
        }

        /** Empties the queue but for the last header of each kind, which later frames need. */
        private void dropAll() {
            int before = queue.size();
            queue.clear();
            queue.addAll(headers.values());
            bytes = queue.stream().mapToInt(FlvTag::length).sum();
            dropped += before;
            waitForKey = hasPictures();
        }

        private void end() {
            queueLock.lock();
            try {
                ended = true;
                arrived.signal();
            } finally {
                queueLock.unlock();
            }
        }
    }
}
