package dev.rillcast.bench.all;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Another server that is measured in turn with ours.
 *
 * @param arguments of bench/load
 */
record Rival(List<String> arguments) {
    /** What there is to say of it, and the argument that it becomes. */
    private static final Map<String, String> KEYS =
            Map.of(
                    "name",
                    "--name",
                    "pid",
                    "--server",
                    "whip",
                    "--whip",
                    "play",
                    "--play",
                    "sink",
                    "--sink");

    private static final List<String> REQUIRED = List.of("name", "pid", "whip");

    /** Reads {@code name=…,pid=…,whip=…} and {@code play=…} or {@code sink=…}. */
    static final class Converter implements ITypeConverter<Rival> {
        @Override
        public Rival convert(String text) {
            Map<String, String> given = new LinkedHashMap<>();
            for (String part : text.split(",", -1)) {
                String[] pair = part.split("=", 2);
                if (pair.length < 2 || !KEYS.containsKey(pair[0])) {
                    throw new TypeConversionException(
                            "\"" + part + "\" is not one of name=, pid=, whip=, play=, sink=");
                }
                given.put(pair[0], pair[1]);
            }
            if (!given.keySet().containsAll(REQUIRED)) {
                throw new TypeConversionException("name=, pid= and whip= are needed");
            }
            List<String> arguments = new ArrayList<>();
            given.forEach((key, value) -> arguments.addAll(List.of(KEYS.get(key), value)));
            return new Rival(List.copyOf(arguments));
        }
    }
}
