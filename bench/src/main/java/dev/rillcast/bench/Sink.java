package dev.rillcast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * An RTMP server in a process of its own that counts frames and keeps none.
 *
 * <p>It prints its port, then one report for each line on its standard input, and ends with that.
 */
final class Sink {
    private static final int BACKLOG = 1_000;

    private Sink() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        ConcurrentMap<String, SinkStream> streams = new ConcurrentHashMap<>();
        try (ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> accept(door, streams));
            System.out.println(door.getLocalPort());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                streams.values().forEach(stream -> System.out.println(stream.report()));
                System.out.println("end");
            }
        }
    }

    private static void accept(ServerSocket door, ConcurrentMap<String, SinkStream> streams) {
        try {
            while (true) {
                SinkConnection connection = new SinkConnection(door.accept(), streams);
                Thread.ofPlatform().daemon().start(connection);
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                System.err.println("sink: " + e);
            }
        }
    }
}
