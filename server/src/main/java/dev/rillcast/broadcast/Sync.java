package dev.rillcast.broadcast;

/**
 * How well both tracks kept together on a {@link TimeLine}.
 *
 * @param skewMillis how late the video is against the audio, by the sender's latest reports;
 *     negative if it is early
 * @param maxSkewMillis the largest that this was so far, in either direction
 * @param corrections the steps by which video was moved towards the audio
 * @param correctedMillis the sum of these steps, whatever their direction
 * @param jumps the times that a track began anew, as its sender's clock had jumped or stood still,
 *     or it came by another connection
 */
record Sync(int skewMillis, int maxSkewMillis, long corrections, long correctedMillis, int jumps) {
    static final Sync NONE = new Sync(0, 0, 0, 0, 0);
}
