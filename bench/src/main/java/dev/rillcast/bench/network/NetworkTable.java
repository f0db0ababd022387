package dev.rillcast.bench.network;

import java.util.List;
import java.util.Locale;

/** The matrix as a table of Markdown. */
final class NetworkTable {
    private static final String HEAD =
            """
            | Lost | Delay, jitter | Pictures delivered | Freezes over 200 ms, longest | By arrival | Broken | Sound lost | A/V skew, worst | Bitrate found |
            |---|---|---|---|---|---|---|---|---|
            """;

    private NetworkTable() {}

    static String of(List<CellFigures> figures) {
        StringBuilder text = new StringBuilder(HEAD);
        figures.forEach(each -> text.append(row(each)).append('\n'));
        return text.toString();
    }

    static String row(CellFigures figures) {
        Cell cell = figures.cell();
        String link = "| %s | %d ms, %d ms ".formatted(cell.losses(), cell.delay(), cell.jitter());
        if (!figures.fault().isEmpty()) {
            return link + "| " + figures.fault() + " | | | | | | |";
        }
        return link
                + String.format(
                        Locale.ROOT,
                        "| %.1f %% of %d | %s | %s | %d | %d | %s | %.2f Mbit/s |",
                        figures.share() * 100,
                        figures.sent(),
                        freezes(figures.freezes(), figures.longest()),
                        freezes(figures.stalls(), figures.longestStall()),
                        figures.broken(),
                        figures.soundGaps(),
                        skew(figures),
                        figures.bitrate() / 1e6);
    }

    private static String freezes(int count, long longest) {
        return count == 0 ? "0" : count + ", " + longest + " ms";
    }

    private static String skew(CellFigures figures) {
        return Double.isNaN(figures.skew())
                ? "–"
                : String.format(Locale.ROOT, "%.0f, %.0f ms", figures.skew(), figures.worstSkew());
    }
}
