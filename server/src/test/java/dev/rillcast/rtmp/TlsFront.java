package dev.rillcast.rtmp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Takes TLS off in front of a server that speaks none, as a proxy does. */
public final class TlsFront implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** What was agreed with each client: the version and the names it asked for. */
    final BlockingQueue<String> agreed = new LinkedBlockingQueue<>();

    private final SSLServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public TlsFront(SSLContext context, int target, String... versions) throws IOException {
        this.target = target;
        door =
                (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 9, LOOPBACK);
        if (versions.length > 0) {
            door.setEnabledProtocols(versions);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public RtmpUrl url(String host) {
        return new RtmpUrl("rtmps", host, door.getLocalPort(), "live", "secret-key");
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void serve(SSLSocket client) {
        sockets.add(client);
        try (client;
                Socket server = new Socket(LOOPBACK, target)) {
            sockets.add(server);
            client.startHandshake();
            List<?> names = ((ExtendedSSLSession) client.getSession()).getRequestedServerNames();
            agreed.add(client.getSession().getProtocol() + " " + names);
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (IOException | InterruptedException _) {
            // the client refused, or the test is over
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // the other side sees the end by itself
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
