package dev.rillcast;

import dev.rillcast.config.Config;
import dev.rillcast.config.ConfigException;
import dev.rillcast.rtmp.Probe;
import dev.rillcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code rillcast probe}: a try of an ingest. Whoever may run it may reach what the machine
 * reaches, so {@code outputs.allow} does not apply.
 */
@Command(
        name = "probe",
        header = "Find out what an RTMP ingest is and takes; publishes nothing.",
        description = "Exit code 1 says that the ingest can't be reached or refuses.")
final class ProbeCommand implements Callable<Integer> {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Supplier<Config> config;

    @Parameters(
            paramLabel = "URL",
            description =
                    "rtmp://[user:password@]host[:port]/app, or rtmps://; a key behind it"
                            + " is not sent")
    private String output = "";

    @Option(
            names = "--streamname",
            paramLabel = "NAME",
            description = "with it, all of the URL's path is the app")
    private @Nullable String streamName;

    /**
     * @param config read for outputs.trust
     */
    ProbeCommand(PrintWriter out, PrintWriter err, Supplier<Config> config) {
        this.out = out;
        this.err = err;
        this.config = config;
    }

    @Override
    public Integer call() {
        RtmpUrl url = url();
        Platform.of(url.host()).ifPresent(platform -> tellOf(platform, url));
        try {
            Probe.run(
                    url,
                    Server.trust(config.get().outputs()),
                    (name, line) -> tell(name, url.hideKey(line)));
            return ExitCode.OK;
        } catch (IOException e) {
            err.println(url.hideKey(String.valueOf(e.getMessage())));
            return ExitCode.SOFTWARE;
        }
    }

    private void tell(String name, String line) {
        out.println("%-12s%s".formatted(name, line));
    }

    private void tellOf(Platform platform, RtmpUrl url) {
        tell("platform", platform.title());
        tell("wants", platform.keyFrames());
        tell("wants", platform.video());
        tell("wants", platform.audio());
        if (platform.tlsOnly() && !url.tls()) {
            tell("wants", "rtmps://, nothing else");
        }
    }

    private RtmpUrl url() {
        try {
            return RtmpUrl.parse(output, streamName);
        } catch (IllegalArgumentException e) {
            return withoutKey(String.valueOf(e.getMessage()));
        }
    }

    /** Platforms show an address with the app alone, which will do here. */
    private RtmpUrl withoutKey(String reason) {
        try {
            return RtmpUrl.parse(output, "none");
        } catch (IllegalArgumentException e) {
            throw new ConfigException("URL", reason);
        }
    }
}
