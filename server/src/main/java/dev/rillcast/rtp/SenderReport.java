package dev.rillcast.rtp;

/**
 * What a sender says of its clocks (RFC 3550 6.4.1): the same instant in wall time and in media
 * time.
 *
 * @param ntp seconds since 1900 in 32.32 fixed point, by the sender's clock
 * @param timestamp the media time, unwrapped as in the track's frames
 */
public record SenderReport(long ntp, long timestamp) {}
