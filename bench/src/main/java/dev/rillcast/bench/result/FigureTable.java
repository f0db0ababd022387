package dev.rillcast.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The figures that there are aims for, and what they consist of, as a table of Markdown. */
public final class FigureTable {
    private static final String BEGIN = "<!-- figures: written by bench/run -->\n";
    private static final String END = "<!-- end of the figures -->";
    private static final String DETAIL = "  ";

    private final History history;
    private final StringBuilder text = new StringBuilder();

    private FigureTable(History history) {
        this.history = history;
    }

    /** Of what each bench has shown last, and before. */
    public static String of(History history) {
        FigureTable table = new FigureTable(history);
        List<Results> last = history.last();
        last.stream().map(Results::machine).findFirst().ifPresent(table::machine);
        table.text.append("| | Aim | Median | Before | |\n|---|---|---|---|---|\n");
        last.forEach(table::bench);
        return table.text.toString();
    }

    private void machine(Map<String, String> facts) {
        text.append(
                "Machine: %s cores of %s, %s, %s, JDK %s.\n\n"
                        .formatted(
                                facts.get("cores"),
                                facts.get("cpu"),
                                facts.get("memory"),
                                facts.get("kernel"),
                                facts.get("jdk")));
    }

    private void bench(Results results) {
        String of = "";
        boolean wanted = false;
        for (Median median : Median.of(results.runs())) {
            Figure figure = median.figure();
            boolean aimed = !figure.aim().isEmpty();
            wanted = aimed || (wanted && figure.name().startsWith(DETAIL));
            if (wanted && !median.of().equals(of)) {
                of = median.of();
                text.append("| **").append(of).append("** | | ");
                text.append(cleanRuns(results, of)).append(" | | |\n");
            }
            if (wanted) {
                row(results, median);
            }
        }
    }

    /** How many of them there were, and what else there was. */
    private static String cleanRuns(Results results, String of) {
        List<Run> runs = results.runs().stream().filter(run -> run.of().equals(of)).toList();
        long clean = runs.stream().filter(Run::clean).count();
        return clean == runs.size()
                ? "of " + clean
                : "**%d of %d runs were NOT CLEAN**".formatted(runs.size() - clean, runs.size());
    }

    private void row(Results results, Median median) {
        Figure figure = median.figure();
        String before = history.before(results, median).map(Figure::number).orElse("–");
        String verdict = figure.verdict();
        text.append(
                "| %s | %s | %s | %s | %s |\n"
                        .formatted(
                                figure.name().strip(),
                                figure.aim().isEmpty() ? "–" : figure.aim(),
                                Figure.number(figure.value()),
                                before,
                                verdict.equals("missed") ? "**missed**" : verdict));
    }

    /**
     * Takes the place of the table that a page has.
     *
     * @throws IOException if it has none
     */
    public static void writeInto(Path page, String table) throws IOException {
        String old = Files.readString(page);
        int begin = old.indexOf(BEGIN);
        int end = old.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for the figures");
        }
        String before = old.substring(0, begin + BEGIN.length());
        Files.writeString(page, before + table + old.substring(end));
    }
}
