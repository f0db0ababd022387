package dev.rillcast.bench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Another server on this machine, by its process and its addresses. */
final class OtherServer {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "PID",
            description = "Measures this process, which runs already, instead of a server of ours.")
    private long pid;

    @Option(
            names = "--whip",
            required = true,
            paramLabel = "URL",
            description = "Where to publish to it, with {stream} for the stream's name.")
    private String whip = "";

    @Option(
            names = "--play",
            paramLabel = "URL",
            description = "Where the stream can be fetched by RTMP, with {stream}; or else")
    private @Nullable String play;

    @Option(
            names = "--sink",
            paramLabel = "PORT",
            description = "where it pushes streams, by RTMP and under their names.")
    private int sinkPort;

    @Option(names = "--name", description = "Of the server (default ${DEFAULT-VALUE}).")
    private String name = "other";

    Subject subject() {
        return new Subject(pid, whip, Optional.ofNullable(play), Optional.empty());
    }

    /** 0: any. */
    int sinkPort() {
        return sinkPort;
    }

    /** For people. */
    String name() {
        return name;
    }
}
