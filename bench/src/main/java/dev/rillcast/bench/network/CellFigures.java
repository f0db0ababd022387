package dev.rillcast.bench.network;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.util.List;

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

    /** In the form that all benches have, with the aims that there are for this link. */
    Run run() {
        boolean alone = cell.burst() == 1 && cell.jitter() == 0;
        Double freeze = alone && cell.loss() == 0.05 && cell.delay() == 50 ? 300.0 : null;
        Double most = alone && cell.loss() == 0.1 && cell.delay() == 50 ? 97.0 : null;
        List<Figure> figures =
                List.of(
                        new Figure("pictures delivered, %", 100 * share(), null, most),
                        new Figure("longest freeze, ms", (double) longest, freeze, null),
                        Figure.of("  how many freezes", freezes),
                        Figure.atMost(0, "broken pictures", broken),
                        Figure.of("packets of sound lost", (double) soundGaps),
                        Figure.of("skew of sound and picture, ms", skew),
                        Figure.of("bitrate found, Mbit/s", bitrate / 1e6));
        return fault.isEmpty()
                ? new Run(cell.toString(), figures, List.of())
                : new Run(cell.toString(), List.of(), List.of(fault));
    }
}
