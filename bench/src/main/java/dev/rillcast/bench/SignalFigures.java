package dev.rillcast.bench;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Run;
import java.util.List;

/**
 * What one run has shown.
 *
 * @param answers their times in milliseconds
 * @param faults what makes the run no measure
 */
record SignalFigures(SignalCost cost, Quantiles answers, List<String> faults) {

    /** In the form that all benches have. */
    Run run() {
        return new Run(
                "users who are signed in",
                List.of(
                        Figure.of("live heap, kB per user", cost.heap()),
                        Figure.atMost(25, "resident memory, kB per user", cost.resident()),
                        Figure.of("resident before the first user, MB", cost.before()),
                        Figure.of("answers in a second", answers.count() / (double) cost.seconds()),
                        Figure.of("answer time, ms, p50", answers.at(0.5)),
                        Figure.atMost(20, "answer time, ms, p99", answers.at(0.99)),
                        Figure.of("answer time, ms, p99.9", answers.at(0.999)),
                        Figure.of("answer time, ms, longest", answers.at(1)),
                        Figure.of("  of it the bench's own delay, p99", cost.late().at(0.99)),
                        Figure.of("  of it the bench's own delay, longest", cost.late().at(1)),
                        Figure.of(
                                "CPU of the server, % of a core",
                                100 * cost.cpu() / cost.seconds())),
                faults);
    }
}
