package dev.rillcast.bench;

import dev.rillcast.bench.result.Results;
import dev.rillcast.bench.result.Run;
import dev.rillcast.bench.result.RunTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benches do with their runs. */
public final class ResultOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec bench = CommandSpec.create();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Keeps the figures of all runs and their medians.")
    private @Nullable Path json;

    /**
     * Prints them, and writes them where that is asked for.
     *
     * @param head what was done
     * @return what to exit with: 1 if a run was not clean, whether or not the aims are met
     */
    public int show(String head, List<Run> runs) throws IOException, InterruptedException {
        System.out.print(RunTable.of(head, runs));
        keep(runs);
        return runs.stream().allMatch(Run::clean) ? 0 : 1;
    }

    /** Only writes them, where that is asked for. */
    public void keep(List<Run> runs) throws IOException, InterruptedException {
        if (json != null) {
            List<String> arguments = bench.root().commandLine().getParseResult().originalArgs();
            String command = bench.root().name() + " " + String.join(" ", arguments);
            String name = bench.qualifiedName(" ").replace("bench/", "");
            Results.now(name, command.replaceAll(" --json[= ]\\S+", ""), runs).write(json);
        }
    }
}
