package dev.rillcast.bench.network;

/**
 * What came of the broadcast over one link.
 *
 * @param sent pictures that the browser encoded
 * @param delivered pictures that came out
 * @param freezes steps of more than 200 ms between the time stamps of two pictures that the browser
 *     had not made itself
 * @param longest of them, in milliseconds; 0: none
 * @param stalls steps of more than 200 ms between the arrivals of two pictures
 * @param longestStall of them, in milliseconds; 0: none
 * @param broken lines of complaint of ffmpeg, decoding all
 * @param soundGaps packets of sound that were lost for good, by the server's report; of another
 *     server the holes in the time stamps
 * @param skew of sound against picture, in milliseconds: the middle one; not a number without
 * @param worstSkew the one that is farthest from 0
 * @param bitrate that the browser had found for its pictures at last, in bit/s
 * @param height of the pictures at last
 * @param fault why there are no figures; empty: there are
 */
record CellFigures(
        Cell cell,
        int sent,
        int delivered,
        int freezes,
        long longest,
        int stalls,
        long longestStall,
        int broken,
        long soundGaps,
        double skew,
        double worstSkew,
        double bitrate,
        int height,
        String fault) {

    static CellFigures none(Cell cell, String fault) {
        return new CellFigures(cell, 0, 0, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, 0, 0, fault);
    }

    double share() {
        return sent == 0 ? 0 : Math.min(1, (double) delivered / sent);
    }
}
