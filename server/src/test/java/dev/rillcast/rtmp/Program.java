package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program that a test runs beside itself, with what it says kept in files. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    Program(Path directory, String... command) throws IOException {
        out = Files.createTempFile(directory, "out", ".txt");
        err = Files.createTempFile(directory, "err", ".txt");
        process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
    }

    /** Runs a program to its end and returns what it printed; errors are failures. */
    static String run(Path directory, String... command) throws Exception {
        try (Program program = new Program(directory, command)) {
            program.awaitEnd();
            assertEquals("", program.errors());
            return Files.readString(program.out);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    boolean alive() {
        return process.isAlive();
    }

    void awaitEnd() throws Exception {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the program does not end");
    }

    @Override
    public void close() {
        process.destroy();
        Process _ = process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
