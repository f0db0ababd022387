package dev.rillcast.report;

/**
 * How far audio and video went together.
 *
 * @param skew how many milliseconds the video is late against the audio, by the sender's reports
 * @param maxSkew the largest that it was, in either direction
 * @param corrections steps by which time stamps were moved
 * @param corrected milliseconds of all steps
 * @param jumps times that a track began anew
 */
public record Sync(long skew, long maxSkew, long corrections, long corrected, long jumps) {
    public static final Sync NONE = new Sync(0, 0, 0, 0, 0);
}
