package dev.rillcast;

import dev.rillcast.config.Config;
import dev.rillcast.config.Tls;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A whole server within the test's process, on free ports of one address of this machine. */
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
        return at("127.0.0.1", settings);
    }

    /** The same at another address than that of loopback, for who comes from another network. */
    public static TestServer at(String address, String... settings) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("RILLCAST_HTTP_HOST", address);
        environment.put("RILLCAST_HTTP_PORT", port());
        environment.put("RILLCAST_MEDIA_PORT", port());
        environment.put("RILLCAST_MEDIA_ADDRESSES", address);
        String ingest = port();
        environment.put("RILLCAST_INGEST_PORT", ingest);
        environment.put(
                "RILLCAST_OUTPUTS_ALLOW",
                "localhost:" + ingest + "," + inUrl(address) + ":" + ingest);
        environment.put("RILLCAST_LIMITS_CPU", "100"); // the tests themselves may keep it busy
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        Config config = Config.load(Optional.empty(), environment);
        return new TestServer(Server.start(config), config);
    }

    private static String inUrl(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static String port() throws IOException {
        return Integer.toString(Program.freePort());
    }

    /** The address of a page or of whatever else HTTP serves. */
    public String http(String path) {
        String scheme = config.http().tls() instanceof Tls.Off ? "http" : "https";
        String address = config.http().host();
        String host = address.equals("127.0.0.1") ? "localhost" : inUrl(address);
        return scheme + "://" + host + ":" + config.http().port() + path;
    }

    /** The embedded ingest's address for a stream. */
    public String rtmp(String name) {
        return "rtmp://"
                + inUrl(config.http().host())
                + ":"
                + config.ingest().port()
                + "/live/"
                + name;
    }

    public Config config() {
        return config;
    }

    @Override
    public void close() {
        server.close();
    }
}
