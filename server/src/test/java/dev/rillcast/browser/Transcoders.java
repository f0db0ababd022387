package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The processes in which a server transcodes. */
final class Transcoders {
    private final ProcessHandle server;

    /** Of a server within the test's process. */
    Transcoders() {
        this(ProcessHandle.current());
    }

    Transcoders(ProcessHandle server) {
        this.server = server;
    }

    List<ProcessHandle> running() {
        return server.children().filter(Transcoders::encodes).toList();
    }

    static boolean encodes(ProcessHandle process) {
        Path arguments = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            String all = new String(Files.readAllBytes(arguments), StandardCharsets.UTF_8);
            return all.contains("-force_key_frames");
        } catch (IOException ended) {
            return false;
        }
    }

    /** Waits until it holds of those that run. */
    List<ProcessHandle> await(Predicate<List<ProcessHandle>> condition)
            throws InterruptedException {
        for (int i = 0; ; i++) {
            List<ProcessHandle> running = running();
            if (condition.test(running)) {
                return running;
            }
            assertTrue(i < 1_500, () -> "not within 30 s: " + running);
            Thread.sleep(20);
        }
    }

    /** Waits for one that was not there before. */
    ProcessHandle awaitOtherThan(List<ProcessHandle> before) throws InterruptedException {
        return await(now -> !before.containsAll(now)).stream()
                .filter(process -> !before.contains(process))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Sends a signal.
     *
     * @param signal KILL or STOP
     */
    static void signal(ProcessHandle process, String signal, Path directory) throws Exception {
        Program.run(directory, "kill", "-" + signal, Long.toString(process.pid()));
    }
}
