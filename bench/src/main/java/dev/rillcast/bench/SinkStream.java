package dev.rillcast.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What came in of one stream. The connection's thread writes; the report reads a moment later, when
 * nothing more comes.
 */
final class SinkStream {
    private static final int EX_AUDIO = 0x90;

    /** Without a composition time. */
    private static final int CODED_FRAMES_X = 3;

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

    /** Counts a frame, by Adobe's form or that of Enhanced RTMP; whether it was one. */
    boolean take(SinkChunks.Message message) {
        byte[] payload = message.payload();
        if (message.length() < 2) {
            return false;
        }
        if (message.type() == SinkChunks.VIDEO) {
            int kind = payload[0] < 0 ? payload[0] & 0x0F : payload[1];
            if (kind == 1 || kind == CODED_FRAMES_X) {
                video(message.timestamp());
                return true;
            }
        } else if (message.type() == SinkChunks.AUDIO) {
            int kind = (payload[0] & 0xF0) == EX_AUDIO ? payload[0] & 0x0F : payload[1];
            if (kind == 1) { // 0: the decoder's configuration
                audio.frame(message.timestamp());
                return true;
            }
        }
        return false;
    }

    private void video(long millis) {
        if (firstVideo == 0) {
            firstVideo = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        }
        video.frame(millis);
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
