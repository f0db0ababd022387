package dev.rillcast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rillcast.bench.result.Figure;
import dev.rillcast.bench.result.Results;
import dev.rillcast.bench.result.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class ResultOptionsTest {
    private static final Run CLEAN =
            new Run("calls", List.of(Figure.atMost(10, "answer, ms", 7.5)), List.of());

    @TempDir private Path folder;

    @Command(name = "bench/signal")
    private static final class Bench {}

    @Command(name = "calls")
    private static final class Part implements Callable<Integer> {
        @Option(names = "--lost")
        private boolean lost;

        @Mixin private final ResultOptions results = new ResultOptions();

        @Override
        public Integer call() throws Exception {
            List<String> faults = lost ? List.of("1 sockets were lost") : List.of();
            return results.show("calls", List.of(new Run("calls", CLEAN.figures(), faults)));
        }
    }

    @Test
    void whatARunHasShownIsKeptUnderItsNameWithTheLineThatRepeatsIt() {
        Path file = folder.resolve("calls.json");
        assertEquals(0, run("calls", "--json", file.toString()));
        Results results = Results.read(file);
        assertEquals("signal calls", results.bench());
        assertEquals("bench/signal calls", results.command());
        assertEquals(List.of(CLEAN), results.runs());
        assertFalse(results.machine().isEmpty());
    }

    @Test
    void whatWasNotCleanIsKeptToo() {
        Path file = folder.resolve("calls.json");
        assertEquals(1, run("calls", "--lost", "--json=" + file));
        assertFalse(Results.read(file).clean());
        assertEquals("bench/signal calls --lost", Results.read(file).command());
    }

    @Test
    void nothingIsKeptUnasked() {
        assertEquals(0, run("calls"));
        assertFalse(Files.exists(folder.resolve("calls.json")));
    }

    private static int run(String... arguments) {
        return new CommandLine(new Bench()).addSubcommand(new Part()).execute(arguments);
    }
}
