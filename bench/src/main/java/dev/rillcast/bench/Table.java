package dev.rillcast.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The figures of all runs beside their aims. */
final class Table {
    private final StringBuilder text = new StringBuilder();
    private final List<Figures> runs;

    private Table(List<Figures> runs) {
        this.runs = runs;
    }

    /**
     * @param titles of the runs
     * @param cpuAims of the runs, in milliseconds per stream-second
     */
    static String of(String head, List<String> titles, List<Double> cpuAims, List<Figures> runs) {
        Table table = new Table(runs);
        table.line(head, "aim", titles);
        String aims = cpuAims.stream().map(Table::number).collect(Collectors.joining(" / "));
        table.line("CPU, ms per stream-second", aims, table.cells(cpuAims, Figures::cpu));
        table.row("memory above idle, MB per stream", 3, Figures::memory);
        table.row("offer to first frame, ms, median", 400, r -> r.firstFrame().at(0.5));
        table.row("offer to first frame, ms, longest", 0, r -> r.firstFrame().at(1));
        table.row("  of it the publisher's ICE, median", 0, r -> r.ice().at(0.5));
        table.row("added latency, ms, p50", 3, r -> r.latency().at(0.5));
        table.row("added latency, ms, p99", 0, r -> r.latency().at(0.99));
        table.row("memory when idle, MB", 0, Figures::idle);
        table.row("start to ready, s", 1, Figures::ready);
        for (int i = 0; i < runs.size(); i++) {
            List<String> faults = runs.get(i).faults();
            if (!faults.isEmpty()) {
                table.text
                        .append("NOT CLEAN, ")
                        .append(titles.get(i))
                        .append(": ")
                        .append(String.join(", ", faults))
                        .append('\n');
            }
        }
        return table.text.toString();
    }

    /** A line with one aim for all runs, 0 for none. */
    private void row(String what, double aim, ToDoubleFunction<Figures> figure) {
        List<Double> aims = runs.stream().map(_ -> aim).toList();
        line(what, aim == 0 ? "" : number(aim), cells(aims, figure));
    }

    private List<String> cells(List<Double> aims, ToDoubleFunction<Figures> figure) {
        return IntStream.range(0, runs.size())
                .mapToObj(i -> cell(aims.get(i), figure.applyAsDouble(runs.get(i))))
                .toList();
    }

    private static String cell(double aim, double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return number(value) + (aim == 0 ? "       " : value <= aim ? " met   " : " missed");
    }

    private static String number(double value) {
        return value >= 100 ? "%.0f".formatted(value) : "%.2f".formatted(value);
    }

    private void line(String what, String aim, List<String> cells) {
        text.append("%-50s %11s".formatted(what, aim));
        cells.forEach(cell -> text.append(" %16s".formatted(cell)));
        text.append('\n');
    }
}
