package dev.rillcast.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One line for each figure, with the aim and a column for each run. */
final class RunTable<F> {
    private final List<F> runs;
    private final StringBuilder text;

    RunTable(String head, List<F> runs) {
        this.runs = runs;
        this.text = new StringBuilder("%-44s %6s".formatted(head, "aim"));
        for (int i = 1; i <= runs.size(); i++) {
            text.append("%14s".formatted("run " + i));
        }
        text.append('\n');
    }

    /** A line without an aim. */
    void row(String what, ToDoubleFunction<F> figure) {
        text.append("%-44s %6s".formatted(what, ""));
        for (F run : runs) {
            text.append("%7.2f%-7s".formatted(figure.applyAsDouble(run), ""));
        }
        text.append('\n');
    }

    /**
     * @param aim no more than this is met
     */
    void row(String what, double aim, ToDoubleFunction<F> figure) {
        text.append("%-44s %6.0f".formatted(what, aim));
        for (F run : runs) {
            double value = figure.applyAsDouble(run);
            text.append("%7.2f%-7s".formatted(value, value <= aim ? " met" : " missed"));
        }
        text.append('\n');
    }

    /** A line for each run that is no measure. */
    void faults(Function<F, List<String>> faults) {
        for (F run : runs) {
            List<String> its = faults.apply(run);
            if (!its.isEmpty()) {
                text.append("NOT CLEAN: ").append(String.join(", ", its)).append('\n');
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
