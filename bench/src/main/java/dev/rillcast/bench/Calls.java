package dev.rillcast.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the measure of rooms and calls. */
@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Measures rooms of four whose members call each other, and prints one table.",
        description = {
            "Each call rings, is answered at once, is negotiated with descriptions and candidates of the size"
                    + " that browsers have, and is hung up after a second. Calls begin at an even pace, in"
                    + " one room after the other.",
            ""
        },
        footer = {
            "",
            "A run is NOT CLEAN if anything was lost, refused, or not there when the call was hung up; its"
                    + " figures are no measure then."
        })
final class Calls implements Callable<Integer> {
    @Option(names = "--rooms", description = "At once, of four each (default ${DEFAULT-VALUE}).")
    private int rooms = 500;

    @Option(
            names = "--rate",
            description = "Calls in a second, of all together (default ${DEFAULT-VALUE}).")
    private int rate = 100;

    @Mixin private final SignalRuns runs = new SignalRuns();
    @Mixin private final ResultOptions results = new ResultOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (rooms < 2 * rate) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a room has one call at a time, so there must be twice as many --rooms as calls"
                            + " in a second");
        }
        List<CallFigures> figures =
                runs.measure(rooms * CallingRooms.MEMBERS, () -> new CallingRooms(rate));
        String head =
                "%d rooms of %d, %d calls/s for %d s"
                        .formatted(rooms, CallingRooms.MEMBERS, rate, runs.seconds());
        return results.show(head, figures.stream().map(CallFigures::run).toList());
    }
}
