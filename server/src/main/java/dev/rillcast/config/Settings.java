package dev.rillcast.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values as text, those of the environment before those of the file. */
final class Settings {
    /** Variables with our prefix that are meant for the launcher. */
    private static final Set<String> LAUNCHER = Set.of("RILLCAST_JAVA_HOME");

    private final Map<Key, List<String>> values = new EnumMap<>(Key.class);

    Settings(Map<Key, List<String>> file, Map<String, String> environment) {
        values.putAll(file);
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(Key.PREFIX) && !LAUNCHER.contains(name)) {
                        Key key = Key.ofVariable(name).orElseThrow(() -> Key.unknownVariable(name));
                        // Compose files and unit files set variables that they leave empty.
                        if (!value.isBlank()) {
                            values.put(key, List.of(value));
                        }
                    }
                });
    }

    Optional<String> text(Key key) {
        List<String> texts = values.get(key);
        if (texts == null) {
            return Optional.empty();
        }
        if (texts.size() != 1) {
            throw new ConfigException(key.path(), "takes one value, not a list");
        }
        return Optional.of(texts.getFirst().strip());
    }

    boolean flag(Key key, boolean otherwise) {
        return text(key)
                .map(
                        text ->
                                switch (text) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw wrong(key, text, "true or false");
                                })
                .orElse(otherwise);
    }

    /** A whole number; {@code what} says in an error what would be one. */
    int number(Key key, int otherwise, String what) {
        return text(key)
                .map(
                        text -> {
                            try {
                                return Integer.parseInt(text);
                            } catch (NumberFormatException e) {
                                throw wrong(key, text, what);
                            }
                        })
                .orElse(otherwise);
    }

    /** A list, in one text with commas or in several. */
    Optional<List<String>> list(Key key) {
        List<String> texts = values.get(key);
        if (texts == null) {
            return Optional.empty();
        }
        List<String> elements = new ArrayList<>();
        for (String text : texts) {
            for (String element : text.split(",", -1)) {
                elements.add(element.strip());
            }
        }
        return Optional.of(elements);
    }

    static ConfigException wrong(Key key, Object value, String what) {
        return new ConfigException(key.path(), "\"" + value + "\" is not " + what);
    }
}
