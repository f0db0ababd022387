package dev.rillcast.bench.network;

import dev.rillcast.bench.ResultOptions;
import dev.rillcast.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The command line of the network bench. */
@Command(
        name = "bench/network",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Broadcasts over bad networks and prints the loss matrix.",
        description = {
            "Chromium publishes 720p30 H.264 and sound by WHIP, with 2.5 Mbit/s at most, through the link"
                    + " emulator; what comes out is recorded and judged. Starts a server of its own, or"
                    + " measures another one. Recordings and logs are in target/bench/network.",
            ""
        },
        footer = {
            "",
            "The machine must have nothing else to do: a browser that is short of CPU has freezes of its own."
        })
final class Network implements Callable<Integer> {
    private static final String BEGIN = "<!-- matrix: written by bench/network --write -->\n";
    private static final String END = "<!-- end of the matrix -->";

    @Option(names = "--seconds", description = "Of each broadcast (default ${DEFAULT-VALUE}).")
    private int seconds = 12;

    @Option(names = "--quick", description = "Only the links that there are aims for.")
    private boolean quick;

    @Option(names = "--delay", description = "Only the links with these milliseconds, one way.")
    private @Nullable Integer delay;

    @Option(names = "--jitter", description = "Only the links with these milliseconds.")
    private @Nullable Integer jitter;

    @Option(
            names = "--whip",
            paramLabel = "URL",
            description =
                    "Where to publish, with {stream} for the name; default: a server of our own.")
    private @Nullable String whip;

    @Option(
            names = "--watch",
            paramLabel = "URL",
            description = "Where that stream comes out: FLV by HTTP, or RTMP; with {stream}.")
    private @Nullable String watch;

    @Option(
            names = "--name",
            description =
                    "Of the results, bench/results/network-NAME.json (default ${DEFAULT-VALUE}).")
    private String name = "rillcast";

    @Option(names = "--seed", description = "Of what is lost (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--write", description = "Puts the table into docs/networks.md.")
    private boolean write;

    @Mixin private final ResultOptions results = new ResultOptions();

    /** Exits with 1 if a link gave no figures, or a broken picture came out. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Network()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("rillcast.bench.home"));
        Runtime.getRuntime().addShutdownHook(new Thread(Network::endChildren, "end"));
        List<CellFigures> figures = measure(home);
        String table = NetworkTable.of(figures);
        System.out.print(table);
        Path folder = Files.createDirectories(home.resolve("bench/results"));
        if (!quick) {
            JsonMapper.shared()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve("network-" + name + ".json"), figures);
        }
        if (write) {
            writeInto(home.resolve("docs/networks.md"), table);
        }
        results.keep(figures.stream().map(CellFigures::run).toList());
        boolean good =
                figures.stream().allMatch(each -> each.fault().isEmpty() && each.broken() == 0);
        return good ? 0 : 1;
    }

    private List<CellFigures> measure(Path home)
            throws IOException, InterruptedException, ExecutionException {
        Path folder = Files.createDirectories(home.resolve("target/bench/network"));
        List<Cell> cells =
                (quick ? Cell.few() : Cell.all())
                        .stream()
                                .filter(cell -> delay == null || cell.delay() == delay)
                                .filter(cell -> jitter == null || cell.jitter() == jitter)
                                .toList();
        if (whip != null && watch != null) {
            return new NetworkRun(folder, whip, watch, false, seconds).measure(cells, seed);
        }
        if (whip != null || watch != null) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--whip and --watch go together");
        }
        try (ServerProcess server =
                ServerProcess.startWithIngest(home, folder.resolve("server.log"))) {
            String http = "http://127.0.0.1:" + server.port();
            return new NetworkRun(
                            folder,
                            http + "/whip/{stream}",
                            http + "/live/{stream}.flv",
                            true,
                            seconds)
                    .measure(cells, seed);
        }
    }

    private static void writeInto(Path file, String table) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no place for the matrix");
        }
        Files.writeString(
                file, text.substring(0, begin + BEGIN.length()) + table + text.substring(end));
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }
}
