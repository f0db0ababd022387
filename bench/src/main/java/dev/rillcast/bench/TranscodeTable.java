package dev.rillcast.bench;

import dev.rillcast.media.Codec;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The medians of the clean runs, with a column for each codec; of all runs if none is clean. */
final class TranscodeTable {
    private final List<Codec> codecs;
    private final List<TranscodeFigures> runs;
    private final StringBuilder text;

    private TranscodeTable(String head, List<Codec> codecs, List<TranscodeFigures> runs) {
        this.codecs = codecs;
        this.runs = runs;
        this.text = new StringBuilder("%-48s %6s".formatted(head, "aim"));
        codecs.forEach(codec -> text.append("%14s".formatted(codec)));
        text.append('\n');
    }

    static String of(String head, List<Codec> codecs, List<TranscodeFigures> runs) {
        TranscodeTable table = new TranscodeTable(head, codecs, runs);
        table.row("CPU of the child, ms per second of video", 0, run -> 1_000 * run.child());
        table.row("CPU of the bare command beside it, ms", 0, run -> 1_000 * run.bare());
        table.row("child / bare", 1.15, TranscodeFigures::ratio);
        table.row("CPU of the bare command, not paced, ms", 0, run -> 1_000 * run.free());
        table.row("child / bare, not paced", 0, TranscodeFigures::ratioFree);
        table.row("CPU of the server itself, ms", 0, run -> 1_000 * run.server());
        table.row("added latency, ms, p50", 150, run -> run.latency().at(0.5));
        table.row("added latency, ms, p99", 0, run -> run.latency().at(0.99));
        for (TranscodeFigures run : runs) {
            if (!run.faults().isEmpty()) {
                String faults = String.join(", ", run.faults());
                table.text.append("NOT CLEAN, %s: %s\n".formatted(run.codec(), faults));
            }
        }
        return table.text.toString();
    }

    private void row(String what, double aim, ToDoubleFunction<TranscodeFigures> figure) {
        text.append("%-48s %6s".formatted(what, aim == 0 ? "" : number(aim)));
        for (Codec codec : codecs) {
            double value = median(codec, figure);
            String verdict = aim == 0 ? "" : value <= aim ? " met" : " missed";
            text.append("%7s%-7s".formatted(number(value), verdict));
        }
        text.append('\n');
    }

    private double median(Codec codec, ToDoubleFunction<TranscodeFigures> figure) {
        List<TranscodeFigures> its = runs.stream().filter(run -> run.codec() == codec).toList();
        List<TranscodeFigures> clean = its.stream().filter(run -> run.faults().isEmpty()).toList();
        return new Quantiles((clean.isEmpty() ? its : clean).stream().mapToDouble(figure).toArray())
                .at(0.5);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : (value >= 10 ? "%.0f" : "%.2f").formatted(value);
    }
}
