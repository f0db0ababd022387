package dev.rillcast.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** UDP over the link. Guarded by the emulator. */
final class Datagrams {
    /** Of each socket: the link alone decides what is lost. */
    static final int BUFFER = 4 << 20;

    private static final int MAX_SIZE = 65_535;

    private final Selector selector;
    private final DatagramChannel front;
    private final InetSocketAddress server;
    private final Direction up;
    private final Direction down;
    private final Map<SocketAddress, DatagramChannel> clients = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_SIZE);
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::order));
    private long order;

    /** A datagram on its way. */
    private record Waiting(
            long due,
            long order,
            Direction direction,
            DatagramChannel from,
            SocketAddress to,
            ByteBuffer bytes) {}

    Datagrams(
            Selector selector,
            DatagramChannel front,
            InetSocketAddress server,
            Direction up,
            Direction down)
            throws IOException {
        this.selector = selector;
        this.front = front;
        this.server = server;
        this.up = up;
        this.down = down;
        register(front, this::fromClients);
    }

    private void register(DatagramChannel channel, Ready ready) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, ready);
    }

    private void fromClients() throws IOException {
        for (SocketAddress client = receive(front); client != null; client = receive(front)) {
            DatagramChannel flow = clients.get(client);
            if (flow == null) {
                flow = open(client);
                clients.put(client, flow);
            }
            pass(up, flow, server);
        }
    }

    /** What a client is to the server: a port of its own. */
    private DatagramChannel open(SocketAddress client) throws IOException {
        DatagramChannel flow = DatagramChannel.open();
        flow.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        flow.bind(null);
        register(
                flow,
                () -> {
                    while (receive(flow) != null) {
                        pass(down, front, client);
                    }
                });
        return flow;
    }

    private @Nullable SocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        return channel.receive(buffer);
    }

    private void pass(Direction direction, DatagramChannel from, SocketAddress to) {
        buffer.flip();
        direction.pass(
                System.nanoTime(),
                buffer.remaining(),
                due -> {
                    ByteBuffer bytes = ByteBuffer.allocate(buffer.remaining());
                    bytes.put(buffer.duplicate()).flip();
                    waiting.add(new Waiting(due, order++, direction, from, to, bytes));
                });
    }

    /** Sends on what is due. */
    void deliver(long now) {
        while (nextDue() <= now) {
            Waiting packet = waiting.remove();
            try {
                packet.from.send(packet.bytes, packet.to);
            } catch (IOException refused) {
                packet.direction.lose();
            }
        }
    }

    /** When there is something to send on. */
    long nextDue() {
        Waiting next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.due;
    }

    /** What is on its way gets lost. */
    void lose() {
        waiting.forEach(packet -> packet.direction.lose());
        waiting.clear();
    }

    /** Each client gets another port; by the old one nothing comes any more. */
    void roam() throws IOException {
        lose();
        for (DatagramChannel flow : clients.values()) {
            flow.close();
        }
        clients.clear();
    }

    void close() throws IOException {
        roam();
        front.close();
    }
}
