package dev.rillcast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * An RTMP server in a process of its own that counts frames and keeps none.
 *
 * <p>It prints its port. On its standard input, {@code report} prints a line for each stream, and
 * {@code play NAME URL} fetches one from a server that pushes nothing. It ends with its input.
 */
final class Sink {
    private static final int BACKLOG = 1_000;

    private Sink() {}

    /**
     * @param arguments the port; 0: any
     */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        ConcurrentMap<String, SinkStream> streams = new ConcurrentHashMap<>();
        try (ServerSocket door =
                new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> accept(door, streams));
            System.out.println(door.getLocalPort());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] word = line.split(" ", -1);
                if (word[0].equals("play")) {
                    SinkStream stream = streams.computeIfAbsent(word[1], SinkStream::new);
                    SinkPlayer player = new SinkPlayer(stream, URI.create(word[2]));
                    Thread.ofPlatform().daemon().start(player);
                    continue;
                }
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
