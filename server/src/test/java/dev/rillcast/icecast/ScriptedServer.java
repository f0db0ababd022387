package dev.rillcast.icecast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that answers each listener as the test says, and keeps what they asked for. */
final class ScriptedServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket door;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What follows a request; the connection is closed when it returns. */
    interface Script {
        void run(OutputStream out) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        door = new ServerSocket(0, 9, LOOPBACK);
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** One that says this and closes. */
    static ScriptedServer saying(String answer) throws IOException {
        return new ScriptedServer(out -> out.write(answer.getBytes(ISO_8859_1)));
    }

    int port() {
        return door.getLocalPort();
    }

    IcecastUrl url(String path) {
        return IcecastUrl.parse("http://127.0.0.1:" + port() + path);
    }

    /** The next request, as it came. */
    String request() throws InterruptedException {
        String request = requests.poll(5, TimeUnit.SECONDS);
        assertNotNull(request, "no request");
        return request;
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = door.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket, script));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (request.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                request.append((char) b);
            }
            requests.add(request.toString());
            script.run(socket.getOutputStream());
        } catch (IOException _) {
            // the listener has enough
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
