package dev.rillcast;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An ingest that others wrote, on loopback; it can be killed and started again on its port. */
public final class OtherIngest implements AutoCloseable {
    private static final String NGINX =
            """
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            daemon off;
            master_process off;
            error_log stderr error;
            pid nginx.pid;
            events {}
            rtmp {
                server {
                    listen 127.0.0.1:PORT;
                    ping 1s;
                    application live {
                        live on;
                        meta copy;
                        record all;
                        record_path DIRECTORY;
                    }
                }
            }
            """;
    private static final String NODE_MEDIA_SERVER =
            """
            {"bind": "127.0.0.1", "rtmp": {"port": PORT}, "http": {"port": HTTP},
             "store": {"path": "DIRECTORY"}, "record": {"auto": false}, "webadmin": {"enable": false}}
            """;

    private final Path parent;
    private final String config;
    private final String command;
    private final int port;
    private final int httpPort;
    private Path directory;
    private Program program;

    private OtherIngest(Path parent, String config, String command, int port, int httpPort)
            throws Exception {
        this.parent = parent;
        this.config = config;
        this.command = command;
        this.port = port;
        this.httpPort = httpPort;
        directory = Files.createTempDirectory(parent, "ingest");
        program = start();
    }

    /** nginx with its RTMP module, as Debian packs it; records what it takes. */
    public static OtherIngest nginx(Path parent) throws Exception {
        return new OtherIngest(
                parent, NGINX, "nginx -e stderr -p DIRECTORY -c CONFIG", Program.freePort(), 0);
    }

    /** node-media-server from npm; plays over RTMP and HTTP-FLV. */
    public static OtherIngest nodeMediaServer(Path parent) throws Exception {
        Path main = Path.of("..", "node_modules", "node-media-server", "bin", "app.js");
        return new OtherIngest(
                parent,
                NODE_MEDIA_SERVER,
                "node " + main.toAbsolutePath().normalize() + " -c CONFIG",
                Program.freePort(),
                Program.freePort());
    }

    private Program start() throws Exception {
        Path file = directory.resolve("config");
        Files.writeString(file, fill(config, file));
        Program started = new Program(directory, fill(command, file).split(" ", -1));
        started.eventually(
                () -> {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return true;
                });
        return started;
    }

    private String fill(String template, Path file) {
        Map<String, Object> names =
                Map.of("PORT", port, "HTTP", httpPort, "DIRECTORY", directory, "CONFIG", file);
        String text = template;
        for (var name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue().toString());
        }
        return text;
    }

    public int port() {
        return port;
    }

    public String url(String streamName) {
        return "rtmp://127.0.0.1:%d/live/%s".formatted(port, streamName);
    }

    public String httpFlv(String streamName) {
        return "http://127.0.0.1:%d/live/%s.flv".formatted(httpPort, streamName);
    }

    /** What nginx recorded of a stream since it was started last. */
    public Path recording(String streamName) {
        return directory.resolve(streamName + ".flv");
    }

    public Program program() {
        return program;
    }

    /** Ends it at once, so that no connection hears of it but by being reset. */
    public void kill() {
        program.kill();
    }

    /** The same on the same port, with a folder of its own. */
    public void startAgain() throws Exception {
        program.close();
        directory = Files.createTempDirectory(parent, "ingest");
        program = start();
    }

    @Override
    public void close() {
        program.close();
    }
}
