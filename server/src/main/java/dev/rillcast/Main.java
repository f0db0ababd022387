package dev.rillcast;

import dev.rillcast.config.Config;
import dev.rillcast.config.ConfigException;
import dev.rillcast.config.Tls;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong configuration or arguments, 130 and 143 stopped by
 * SIGINT and SIGTERM.
 */
@Command(
        name = "rillcast",
        header = "From the browser's camera to any RTMP ingest.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = "Without a command: serve.",
        subcommands = HelpCommand.class)
public final class Main implements Callable<Integer> {
    private static final int WRONG_INPUT = 2;

    /** Half a second less than the three that a stop may take in all. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(2_500);

    private final Map<String, String> environment;
    private final PrintWriter out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "YAML file; rillcast.yaml is a sample with every key")
    private @Nullable Path config;

    private Main(Map<String, String> environment, PrintWriter out) {
        this.environment = new HashMap<>(environment);
        this.out = out;
    }

    @Option(
            names = "--tls",
            paramLabel = "self-signed",
            scope = ScopeType.INHERIT,
            description = "HTTPS for a try on the local network, with a certificate made at once")
    void tls(String how) {
        if (!how.equals("self-signed")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tls takes self-signed; files are named by http.tls.cert");
        }
        environment.put("RILLCAST_HTTP_TLS_SELFSIGNED", "true");
    }

    /** Starts the server, or does what else the arguments say. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(System.getenv(), Prompt.standard(), out, err, args));
    }

    static int run(
            Map<String, String> environment,
            Prompt prompt,
            PrintWriter out,
            PrintWriter err,
            String... args) {
        Main main = new Main(environment, out);
        return args.length == 0 ? main.serve(err) : main.commands(prompt, err).execute(args);
    }

    private CommandLine commands(Prompt prompt, PrintWriter err) {
        return new CommandLine(this)
                .addSubcommand(new TokenCommand(out, this::load))
                .addSubcommand(new HashCommand(out, prompt))
                .addSubcommand(new RehearseCommand())
                .addSubcommand(new ProbeCommand(out, err, this::load))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(
                        (e, arguments) -> {
                            err.println(e.getMessage() + " (rillcast help lists what there is)");
                            return WRONG_INPUT;
                        })
                .setExecutionExceptionHandler(
                        (e, commandLine, arguments) -> {
                            if (!(e instanceof ConfigException
                                    || e instanceof Prompt.NotGivenException)) {
                                throw e;
                            }
                            err.println(e.getMessage());
                            return WRONG_INPUT;
                        });
    }

    /** Without picocli, which takes 0.2 s to find that there is nothing to read. */
    private int serve(PrintWriter err) {
        try {
            return serve();
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return WRONG_INPUT;
        } catch (Exception e) {
            e.printStackTrace(err);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    @Override
    public Integer call() throws Exception {
        return serve();
    }

    @Command(description = "Serve until a signal stops it.")
    int serve() throws Exception {
        Thread.ofVirtual().name("read-ahead").start(Main::readAhead);
        Config loaded = load();
        try (Server server = Server.start(loaded)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
            out.println(name() + " is ready: " + address(loaded.http()));
            new CountDownLatch(1).await();
        }
        return CommandLine.ExitCode.OK;
    }

    /**
     * Jetty's start asks for all management beans, and these for Flight Recorder's help, and for
     * all locales: 0.2 s that another core can do meanwhile.
     */
    private static void readAhead() {
        var _ = ManagementFactory.getPlatformMBeanServer();
        var _ = Locale.getAvailableLocales();
    }

    private Config load() {
        return Config.load(Optional.ofNullable(config), environment);
    }

    @Command(description = "Print the version.")
    int version() {
        out.println(name());
        return CommandLine.ExitCode.OK;
    }

    /** Ends broadcasts cleanly, but not longer than a service manager likes to wait. */
    private static void stop(Server server) {
        try {
            Thread.ofVirtual().start(server::close).join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Where a person finds the pages: on this machine, or by a certificate of our own making on any
     * device of its network.
     */
    static String address(Config.Http http) {
        boolean all = http.host().equals("0.0.0.0") || http.host().equals("::");
        boolean shared = all && http.tls() instanceof Tls.SelfSigned;
        String host = shared ? OwnAddress.towardsOthers() : all ? "localhost" : http.host();
        String scheme = http.tls() instanceof Tls.Off ? "http" : "https";
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return scheme + "://" + bracketed + ":" + http.port() + "/";
    }

    private static String name() {
        return "Rillcast " + Server.release();
    }
}
