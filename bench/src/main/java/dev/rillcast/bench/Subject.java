package dev.rillcast.bench;

import java.util.Optional;

/**
 * The server under load.
 *
 * @param pid its process
 * @param whip where to publish, with {@code {stream}} for the stream's name
 * @param play where the stream can be fetched, likewise; none: it is pushed to the sink
 * @param ours the server, if it was started by the bench
 */
record Subject(long pid, String whip, Optional<String> play, Optional<ServerProcess> ours) {
    static Subject of(ServerProcess server) {
        String whip = "http://127.0.0.1:" + server.port() + "/whip/{stream}";
        return new Subject(server.pid(), whip, Optional.empty(), Optional.of(server));
    }
}
