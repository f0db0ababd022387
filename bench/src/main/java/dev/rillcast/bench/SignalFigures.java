package dev.rillcast.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run has shown.
 *
 * @param heap kB per idle user, live objects
 * @param resident kB per idle user, of the whole process
 * @param before MB resident before the first user
 * @param rate answers in a second
 * @param answers their times in milliseconds
 * @param late milliseconds that requests were sent too late, part of the answers' times
 * @param cpu of one core, in per cent
 * @param faults what makes the run no measure
 */
record SignalFigures(
        double heap,
        double resident,
        double before,
        double rate,
        Quantiles answers,
        Quantiles late,
        double cpu,
        List<String> faults) {

    /** One line for each figure, with the aim and a column for each run. */
    static String table(String head, List<SignalFigures> runs) {
        StringBuilder text = new StringBuilder("%-40s %6s".formatted(head, "aim"));
        for (int i = 1; i <= runs.size(); i++) {
            text.append("%14s".formatted("run " + i));
        }
        text.append('\n');
        row(text, "live heap, kB per user", 0, runs, SignalFigures::heap);
        row(text, "resident memory, kB per user", 25, runs, SignalFigures::resident);
        row(text, "resident before the first user, MB", 0, runs, SignalFigures::before);
        row(text, "answers in a second", 0, runs, SignalFigures::rate);
        row(text, "answer time, ms, p50", 0, runs, r -> r.answers().at(0.5));
        row(text, "answer time, ms, p99", 20, runs, r -> r.answers().at(0.99));
        row(text, "answer time, ms, p99.9", 0, runs, r -> r.answers().at(0.999));
        row(text, "answer time, ms, longest", 0, runs, r -> r.answers().at(1));
        row(text, "  of it the bench's own delay, p99", 0, runs, r -> r.late().at(0.99));
        row(text, "  of it the bench's own delay, longest", 0, runs, r -> r.late().at(1));
        row(text, "CPU of the server, % of one core", 0, runs, SignalFigures::cpu);
        for (SignalFigures run : runs) {
            if (!run.faults.isEmpty()) {
                text.append("NOT CLEAN: ").append(String.join(", ", run.faults)).append('\n');
            }
        }
        return text.toString();
    }

    /** An aim of 0 is none. */
    private static void row(
            StringBuilder text,
            String what,
            double aim,
            List<SignalFigures> runs,
            ToDoubleFunction<SignalFigures> figure) {
        text.append("%-40s %6s".formatted(what, aim == 0 ? "" : "%.0f".formatted(aim)));
        for (SignalFigures run : runs) {
            double value = figure.applyAsDouble(run);
            String verdict = aim == 0 ? "" : value <= aim ? " met" : " missed";
            text.append("%7.2f%-7s".formatted(value, verdict));
        }
        text.append('\n');
    }
}
