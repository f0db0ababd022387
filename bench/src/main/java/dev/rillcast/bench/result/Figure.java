package dev.rillcast.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param name with its unit; the same in all runs
 * @param value to four digits behind the point; not a number: it could not be measured
 * @param atMost what it should be, or
 * @param atLeast what it should be; neither: there is no aim
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(String name, double value, @Nullable Double atMost, @Nullable Double atLeast) {
    public Figure {
        value = Double.isNaN(value) ? value : Math.round(value * 1e4) / 1e4;
    }

    /** One without an aim. */
    public static Figure of(String name, double value) {
        return new Figure(name, value, null, null);
    }

    /** One that should be no more than that. */
    public static Figure atMost(double bound, String name, double value) {
        return new Figure(name, value, bound, null);
    }

    /** One that should be no less than that. */
    public static Figure atLeast(double bound, String name, double value) {
        return new Figure(name, value, null, bound);
    }

    /** The same of another value. */
    Figure with(double other) {
        return new Figure(name, other, atMost, atLeast);
    }

    boolean measured() {
        return !Double.isNaN(value);
    }

    /** The aim, for tables; empty without one. */
    String aim() {
        return atMost != null ? number(atMost) : atLeast != null ? "≥ " + number(atLeast) : "";
    }

    /** What became of the aim, for tables; empty without one, or without a value. */
    String verdict() {
        if (!measured() || aim().isEmpty()) {
            return "";
        }
        boolean met = atMost != null ? value <= atMost : atLeast == null || value >= atLeast;
        return met ? "met" : "missed";
    }

    /** As tables have it: three digits that count, and no more than two behind the point. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        boolean whole = size >= 100 || (size >= 10 && value == Math.rint(value));
        return String.format(Locale.ROOT, whole ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
