package dev.rillcast.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stands between a client and its server, and can stop passing anything on, or cut the line. */
public final class Relay implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket door = new ServerSocket(0, 10, LOOPBACK);
    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch client = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final int target;
    private volatile boolean stalled;
    private volatile boolean cut;

    public Relay(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    int target() {
        return target;
    }

    /** From now on both sides hear nothing of each other, and nothing is read. */
    void stall() {
        stalled = true;
    }

    /** Ends all connections; from now on no new one gets anywhere. */
    public synchronized void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** New connections get through again. */
    public void mend() {
        cut = false;
    }

    void awaitClient() throws InterruptedException {
        client.await();
    }

    private void accept() {
        try {
            while (true) {
                Socket publisher = opened(door.accept());
                client.countDown();
                if (cut) {
                    publisher.close();
                } else if (!stalled) {
                    Socket ingest = opened(new Socket(LOOPBACK, target));
                    Thread.ofVirtual().start(() -> pass(publisher, ingest));
                    Thread.ofVirtual().start(() -> pass(ingest, publisher));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private synchronized Socket opened(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[4_096];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (stalled) {
                    over.await();
                    return;
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException closed) {
            // the test is over
        }
    }

    @Override
    public synchronized void close() throws IOException {
        over.countDown();
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
