package dev.rillcast.whip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The independent publisher and its media, as {@code tools/publisher} makes them. */
final class Whipload {
    static final String VIDEO = "v720p30.h264";
    static final String AUDIO = "a48k.opus";

    private static final Path TOOLS =
            Path.of(System.getProperty("rillcast.publisher", "../target/tools")).toAbsolutePath();

    private Whipload() {}

    /** The options for sound and picture. */
    static List<String> media() {
        return List.of("--video", file(VIDEO), "--audio", file(AUDIO));
    }

    static String file(String name) {
        Path file = TOOLS.resolve(name);
        assertTrue(Files.exists(file), file + " is missing; tools/publisher makes it");
        return file.toString();
    }
}
