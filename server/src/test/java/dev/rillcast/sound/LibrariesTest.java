package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.transcode.FfmpegJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    @Test
    void whatIsLoadedIntoThisProcessIsNotUnderTheGpl() throws IOException {
        assertTrue(FfmpegJar.path().isPresent()); // so the jar is in the class path
        Libraries.load();
        assertTrue(Libraries.license().startsWith("LGPL"), Libraries.license());
        assertFalse(Files.readString(Path.of("/proc/self/maps")).contains("-gpl"));
    }
}
