package dev.rillcast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a program did that ran to its end: what it printed, and what it complained about. */
final class Ran {
    private final byte[] output;
    private final String errors;

    private Ran(byte[] output, String errors) {
        this.output = output;
        this.errors = errors;
    }

    /** Waits for its end: it may only read files. */
    static Ran of(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("ran", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectError(errors.toFile())
                            .start();
            byte[] output = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            String text = Files.readString(errors);
            return new Ran(output, code == 0 ? text : text + command[0] + " ended with " + code);
        } finally {
            Files.delete(errors);
        }
    }

    /** What it printed; a complaint is a failure. */
    String clean() {
        if (!errors.isEmpty()) {
            throw new AssertionError(errors);
        }
        return new String(output, StandardCharsets.UTF_8);
    }

    byte[] output() {
        return output;
    }

    /** Its standard error. */
    String errors() {
        return errors;
    }
}
