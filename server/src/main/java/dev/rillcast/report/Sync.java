package dev.rillcast.report;

/**
 * How well audio and video kept together.
 *
 * @param skew milliseconds that the video is late against the audio, by the sender's latest
 *     reports; negative if it is early
 * @param maxSkew the largest that this was so far, in either direction
 * @param corrections the steps by which time stamps were moved
 * @param corrected milliseconds of these steps together, whatever their direction
 * @param jumps the times that a track began anew, as its sender's clock had jumped or stood still,
 *     or it came by another connection
 */
public record Sync(int skew, int maxSkew, long corrections, long corrected, int jumps) {
    public static final Sync NONE = new Sync(0, 0, 0, 0, 0);
}
