package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A program that a test runs beside itself, with what it says kept in files. */
public final class Program implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    public Program(Path directory, String... command) throws IOException {
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
    public static String run(Path directory, String... command) throws Exception {
        try (Program program = new Program(directory, command)) {
            program.awaitEnd();
            assertEquals("", program.errors());
            return Files.readString(program.out);
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String errors() throws IOException {
        return Files.readString(err);
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.readString(out);
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** A program says nothing when it is ready: asks until it is, for 10 s. */
    public <T> T eventually(Callable<T> question) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return question.call();
            } catch (IOException error) {
                if (i == 500 || !alive()) {
                    throw new AssertionError(errors(), error);
                }
                Thread.sleep(20);
            }
        }
    }

    public void awaitEnd() throws Exception {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the program does not end");
    }

    /** Asks it to end. */
    public void stop() {
        process.destroy();
    }

    /** Ends it without a chance to say or close anything. */
    public void kill() {
        Process _ = process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        Process _ = process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
