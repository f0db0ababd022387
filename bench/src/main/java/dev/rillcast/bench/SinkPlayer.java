package dev.rillcast.bench;

import dev.rillcast.amf.Amf0Reader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays a stream of a server that pushes nothing, as soon as it is there, and counts its frames.
 */
final class SinkPlayer implements Runnable {
    private static final int PORT = 1935;
    private static final int RETRY_MILLIS = 20;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final SinkStream stream;
    private final URI url;

    /**
     * @param url as {@code rtmp://host:port/app/name}
     */
    SinkPlayer(SinkStream stream, URI url) {
        this.stream = stream;
        this.url = url;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        try {
            while (!play() && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Plays to the end; whether there was anything. */
    private boolean play() {
        boolean any = false;
        try (Socket socket = new Socket(url.getHost(), url.getPort() < 0 ? PORT : url.getPort())) {
            SinkChunks chunks = new SinkChunks(socket);
            chunks.connect();
            String app = app();
            String to = "rtmp://" + url.getAuthority() + "/" + app;
            chunks.send(0, "connect", 1, Map.of("app", app, "tcUrl", to));
            for (var message = chunks.read(); message != null; message = chunks.read()) {
                if (message.type() == SinkChunks.COMMAND && !command(message, chunks)) {
                    return any;
                }
                any |= stream.take(message);
            }
        } catch (IOException e) {
            if (any) {
                System.err.println("sink: " + e);
            }
        }
        return any;
    }

    /** Answers what was answered; whether the server goes on with it. */
    private boolean command(SinkChunks.Message message, SinkChunks chunks) throws IOException {
        Amf0Reader in = new Amf0Reader(message.payload(), 0, message.length());
        Object name = in.read();
        Object transaction = in.read();
        Object _ = in.read();
        Object information = in.hasMore() ? in.read() : null;
        if ("_result".equals(name) && transaction instanceof Number number) {
            if (number.intValue() == 1) {
                chunks.send(0, "createStream", 2, null);
            } else if (information instanceof Number id) {
                chunks.send(id.intValue(), "play", 0, null, name());
            }
        }
        return !"_error".equals(name) && !isError(information);
    }

    private static boolean isError(@Nullable Object information) {
        return information instanceof Map<?, ?> status && "error".equals(status.get("level"));
    }

    private String app() {
        String path = url.getPath().substring(1);
        return path.substring(0, path.lastIndexOf('/'));
    }

    private String name() {
        String path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
