package dev.rillcast;

import dev.rillcast.config.Config;
import dev.rillcast.config.Tls;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A whole server within the test's process, on free ports of the loopback address. */
public final class TestServer implements AutoCloseable {
    private final Server server;
    private final Config config;

    private TestServer(Server server, Config config) {
        this.server = server;
        this.config = config;
    }

    /**
     * @param settings variables beside those of the ports, by name and value in turn
     */
    public static TestServer start(String... settings) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("RILLCAST_HTTP_HOST", "127.0.0.1");
        environment.put("RILLCAST_HTTP_PORT", port());
        environment.put("RILLCAST_MEDIA_PORT", port());
        environment.put("RILLCAST_MEDIA_ADDRESSES", "127.0.0.1");
        environment.put("RILLCAST_INGEST_PORT", port());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        Config config = Config.load(Optional.empty(), environment);
        return new TestServer(Server.start(config), config);
    }

    private static String port() throws IOException {
        return Integer.toString(Program.freePort());
    }

    /** The address of a page or of whatever else HTTP serves. */
    public String http(String path) {
        String scheme = config.http().tls() instanceof Tls.Off ? "http" : "https";
        return scheme + "://localhost:" + config.http().port() + path;
    }

    /** The embedded ingest's address for a stream. */
    public String rtmp(String name) {
        return "rtmp://127.0.0.1:" + config.ingest().port() + "/live/" + name;
    }

    public Config config() {
        return config;
    }

    @Override
    public void close() {
        server.close();
    }
}
