package dev.rillcast.dtls;

import java.util.Arrays;

/** Two pipes within the process, each the other's way to its peer. */
class Loopback {
    private final DatagramPipe client =
            new DatagramPipe((bytes, offset, length) -> pass(server(), bytes, offset, length));
    private final DatagramPipe server =
            new DatagramPipe((bytes, offset, length) -> pass(client(), bytes, offset, length));

    DatagramPipe client() {
        return client;
    }

    DatagramPipe server() {
        return server;
    }

    /** Carries one datagram; the place to lose some. */
    void pass(DatagramPipe to, byte[] bytes, int offset, int length) {
        to.offer(Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
