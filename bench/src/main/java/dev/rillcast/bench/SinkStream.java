package dev.rillcast.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What came in of one stream. The connection's thread writes; the report reads a moment later, when
 * nothing more comes.
 */
final class SinkStream {
    private final String name;
    private final Track video = new Track();
    private final Track audio = new Track();
    private volatile long firstVideo;

    /** Frames of one kind and what their time stamps did. */
    private static final class Track {
        private volatile long frames;
        private volatile long backward;
        private volatile long largestGap;
        private long last;

        @SuppressWarnings("NonAtomicVolatileUpdate") // only the connection's thread writes
        void frame(long millis) {
            if (frames++ > 0) {
                if (millis < last) {
                    backward++;
                }
                largestGap = Math.max(largestGap, millis - last);
            }
            last = millis;
        }
    }

    SinkStream(String name) {
        this.name = name;
    }

    void video(long millis) {
        if (firstVideo == 0) {
            firstVideo = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        }
        video.frame(millis);
    }

    void audio(long millis) {
        audio.frame(millis);
    }

    /** One line of words, the fields of {@link Received}. */
    String report() {
        return "%s %d %d %d %d %d %d"
                .formatted(
                        name,
                        firstVideo,
                        video.frames,
                        audio.frames,
                        video.backward + audio.backward,
                        video.largestGap,
                        audio.largestGap);
    }
}
