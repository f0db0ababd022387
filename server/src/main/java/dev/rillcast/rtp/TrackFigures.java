package dev.rillcast.rtp;

import dev.rillcast.media.Codec;

/**
 * What has come in of one track.
 *
 * @param packets that came in time, each counted once
 * @param lost packets that never came, or too late
 * @param recovered packets that came after they had been asked for again (RFC 4585 6.2.1)
 * @param bytes of the packets' payload
 * @param frames that were whole and could be decoded
 * @param keyFrames of the frames; all of them for audio
 * @param keyFramesAsked how often a key frame was asked for (RFC 4585 6.3.1)
 * @param repeated packets that never came, but that a later one repeated (RFC 2198)
 * @param roundTrip nanoseconds from a request to its answer, as it was last; 0: none was measured
 */
public record TrackFigures(
        Codec codec,
        long packets,
        long lost,
        long recovered,
        long bytes,
        long frames,
        long keyFrames,
        long keyFramesAsked,
        long repeated,
        long roundTrip) {
    /** With a round trip that was not measured. */
    public TrackFigures(
            Codec codec,
            long packets,
            long lost,
            long recovered,
            long bytes,
            long frames,
            long keyFrames,
            long keyFramesAsked,
            long repeated) {
        this(
                codec,
                packets,
                lost,
                recovered,
                bytes,
                frames,
                keyFrames,
                keyFramesAsked,
                repeated,
                0);
    }

    /** Nothing yet. */
    public static TrackFigures none(Codec codec) {
        return new TrackFigures(codec, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The sum, for a track that went on by another connection; the codec is the later one's. */
    public TrackFigures plus(TrackFigures later) {
        return new TrackFigures(
                later.codec,
                packets + later.packets,
                lost + later.lost,
                recovered + later.recovered,
                bytes + later.bytes,
                frames + later.frames,
                keyFrames + later.keyFrames,
                keyFramesAsked + later.keyFramesAsked,
                repeated + later.repeated,
                later.roundTrip > 0 ? later.roundTrip : roundTrip);
    }
}
