package dev.rillcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample and the table are true. */
class ConfigDocumentsTest {
    private static final Path SAMPLE = Path.of("..", "rillcast.yaml");
    private static final Path TABLE = Path.of("..", "docs", "configuration.md");
    private static final Pattern KEY = Pattern.compile("(?m)^( *)#(\\w+:.*)$");

    @TempDir private Path folder;

    @Test
    void theSampleChangesNothing() {
        assertEquals(defaults(), Config.load(Optional.of(SAMPLE), Map.of()));
    }

    @Test
    void theSampleNamesEachKeyWithItsDefault() throws IOException {
        String sample = Files.readString(SAMPLE);
        Path uncommented = folder.resolve("all.yaml");
        Files.writeString(uncommented, KEY.matcher(sample).replaceAll("$1$2"));
        assertEquals(defaults(), Config.load(Optional.of(uncommented), Map.of()));
        assertEquals(Key.values().length, KEY.matcher(sample).results().count());
    }

    @Test
    void theTableListsEachKeyAndItsVariable() throws IOException {
        List<String> rows =
                Pattern.compile("(?m)^\\| `([\\w.]+)` \\| `(RILLCAST_\\w+)` \\|")
                        .matcher(Files.readString(TABLE))
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2))
                        .toList();
        List<String> keys =
                Arrays.stream(Key.values()).map(key -> key.path() + " " + key.variable()).toList();
        assertEquals(keys, rows);
    }

    private static Config defaults() {
        return Config.load(Optional.empty(), Map.of());
    }
}
