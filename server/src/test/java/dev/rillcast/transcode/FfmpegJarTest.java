package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking the executable, into a directory for this test. */
class FfmpegJarTest {
    @TempDir Path directory;

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void twoServersMayUnpackAtOnce() throws Exception {
        Path cache = directory.resolve("cache");
        List<CompletableFuture<Void>> servers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            servers.add(
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    FfmpegJar.unpackInto(cache);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            }));
        }
        servers.forEach(CompletableFuture::join);
        assertEquals(1, names(cache).size(), names(cache).toString());
        assertTrue(Files.isExecutable(FfmpegJar.executable(cache).orElseThrow()));
    }

    @Test
    void whatIsIncompleteIsUnpackedAnew() throws Exception {
        FfmpegJar.unpackInto(directory);
        Path executable = FfmpegJar.executable(directory).orElseThrow();
        long size = Files.size(executable);
        Files.write(executable, new byte[10]);
        FfmpegJar.unpackInto(directory);
        assertEquals(size, Files.size(executable));
        assertEquals(1, names(directory).size());
    }

    @Test
    void whatIsCompleteIsNotUnpackedAgain() throws Exception {
        FfmpegJar.unpackInto(directory);
        Path executable = FfmpegJar.executable(directory).orElseThrow();
        Object file = Files.getAttribute(executable, "unix:ino");
        FfmpegJar.unpackInto(directory);
        assertEquals(file, Files.getAttribute(executable, "unix:ino"));
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsRefused() throws Exception {
        Path cache = Files.createDirectory(directory.resolve("cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        IOException e = assertThrows(IOException.class, () -> FfmpegJar.unpackInto(cache));
        assertEquals(
                cache + " must belong to the server's user, and nobody else may write to it",
                e.getMessage());
        assertEquals(List.of(), names(cache));
    }
}
