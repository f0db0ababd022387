package dev.rillcast.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format by its letter (exposition formats, version 0.0.4), to be sure. */
public final class Exposition {
    private static final Pattern HEAD =
            Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern LABEL =
            Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:%1$s)(?:,(?:%1$s))*)?})? (\\S+)"
                            .formatted(LABEL.pattern()));

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> names = new TreeSet<>();

    /**
     * @throws AssertionError at the first line that can't be
     */
    public Exposition(String text) {
        assertTrue(text.endsWith("\n"), "the last line ends, too");
        text.lines().forEach(this::line);
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            Matcher head = HEAD.matcher(line);
            assertTrue(head.matches(), line);
            if (head.group(1).equals("TYPE")) {
                assertEquals(null, types.put(head.group(2), head.group(3)), "told once: " + line);
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        String family = family(sample);
        names.add(family);
        double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
        String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
        assertEquals(null, samples.put(sample.group(1) + labels, value), "told once: " + line);
        assertTrue(!"counter".equals(types.get(family)) || value >= 0, line);
    }

    private String family(MatchResult sample) {
        String name = sample.group(1);
        String base = name.replaceAll("_(bucket|sum|count)$", "");
        String family =
                "histogram".equals(types.get(base)) || "summary".equals(types.get(base))
                        ? base
                        : name;
        assertTrue(types.containsKey(family), "a type comes before " + name);
        return family;
    }

    /** The names of all metrics that have a sample. */
    public Set<String> names() {
        return names;
    }

    /**
     * @param series such as {@code rillcast_targets{state="failed"}}
     */
    public double value(String series) {
        return Objects.requireNonNull(samples.get(series), () -> series + " is not told");
    }
}
