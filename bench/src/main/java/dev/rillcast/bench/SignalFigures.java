package dev.rillcast.bench;

import java.util.List;

/**
 * What one run has shown.
 *
 * @param answers their times in milliseconds
 * @param faults what makes the run no measure
 */
record SignalFigures(SignalCost cost, Quantiles answers, List<String> faults) {

    static RunTable<SignalFigures> table(String head, List<SignalFigures> runs) {
        RunTable<SignalFigures> table = new RunTable<>(head, runs);
        table.row("live heap, kB per user", r -> r.cost.heap());
        table.row("resident memory, kB per user", 25, r -> r.cost.resident());
        table.row("resident before the first user, MB", r -> r.cost.before());
        table.row("answers in a second", r -> r.answers.count() / (double) r.cost.seconds());
        table.row("answer time, ms, p50", r -> r.answers.at(0.5));
        table.row("answer time, ms, p99", 20, r -> r.answers.at(0.99));
        table.row("answer time, ms, p99.9", r -> r.answers.at(0.999));
        table.row("answer time, ms, longest", r -> r.answers.at(1));
        table.row("  of it the bench's own delay, p99", r -> r.cost.late().at(0.99));
        table.row("  of it the bench's own delay, longest", r -> r.cost.late().at(1));
        table.row("CPU of the server, % of one core", r -> 100 * r.cost.cpu() / r.cost.seconds());
        table.faults(SignalFigures::faults);
        return table;
    }
}
