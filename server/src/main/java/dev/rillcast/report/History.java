package dev.rillcast.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Figures over time: a row each {@link #INTERVAL}, the latest half hour of them. With the ten
 * figures that it may have it takes 18 kB at most, and has them only once they are filled. Safe for
 * all threads.
 */
public final class History {
    /** From one row to the next. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    static final int ROWS = 360;
    static final int MAX_FIGURES = 10;

    /** A broadcast of a minute needs no more. */
    private static final int FIRST_ROWS = 12;

    private final List<String> figures;
    // Guarded by this; a ring once it has all its rows:
    private long[] times = new long[FIRST_ROWS]; // ms since 1970
    private final float[][] values;
    private int rows;
    private int next;

    /**
     * @param figures their names, as its JSON has them; ten at most
     */
    public History(List<String> figures) {
        if (figures.size() > MAX_FIGURES) {
            throw new IllegalArgumentException("has " + MAX_FIGURES + " figures at most");
        }
        this.figures = List.copyOf(figures);
        this.values = new float[figures.size()][FIRST_ROWS];
    }

    /**
     * Takes another row, in place of the oldest if it is full.
     *
     * @param row one value for each figure; NaN: not known
     */
    public synchronized void add(Instant at, float... row) {
        if (row.length != values.length) {
            throw new IllegalArgumentException("a row has a value for each of " + figures);
        }
        if (next == times.length && next < ROWS) {
            grow(Math.min(2 * next, ROWS));
        }
        next = next == ROWS ? 0 : next;
        times[next] = at.toEpochMilli();
        for (int i = 0; i < row.length; i++) {
            values[i][next] = row[i];
        }
        next++;
        rows = Math.min(rows + 1, ROWS);
    }

    private void grow(int capacity) {
        times = Arrays.copyOf(times, capacity);
        for (int i = 0; i < values.length; i++) {
            values[i] = Arrays.copyOf(values[i], capacity);
        }
    }

    /** The newest value of a figure, if one is known. */
    public synchronized OptionalDouble latest(String figure) {
        int column = figures.indexOf(figure);
        if (rows == 0 || column < 0 || Float.isNaN(values[column][next - 1])) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(values[column][next - 1]);
    }

    /**
     * Everything: {@code interval} in ms, the rows' times in ms since 1970 as {@code at}, oldest
     * first, and a list for each figure, with null for what is not known.
     */
    public synchronized ObjectNode toJson() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("interval", INTERVAL.toMillis());
        ArrayNode at = node.putArray("at");
        for (int i = 0; i < rows; i++) {
            at.add(times[place(i)]);
        }
        for (int column = 0; column < values.length; column++) {
            ArrayNode list = node.putArray(figures.get(column));
            for (int i = 0; i < rows; i++) {
                float value = values[column][place(i)];
                list.add(Float.isNaN(value) ? null : Math.round(value * 10d) / 10d);
            }
        }
        return node;
    }

    /** Where the row is that is i-th in time. */
    private int place(int i) {
        return rows < ROWS ? i : (next + i) % ROWS;
    }

    /** What its rows take, for the test of their bound. */
    synchronized int bytes() {
        return times.length * (Long.BYTES + values.length * Float.BYTES);
    }
}
