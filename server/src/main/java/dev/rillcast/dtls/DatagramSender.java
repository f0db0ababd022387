package dev.rillcast.dtls;

/** The way to the peer. */
@FunctionalInterface
public interface DatagramSender {
    /**
     * Sends one datagram to the address that ICE chose, or drops it when it cannot. Called by the
     * threads of handshake and session; the bytes may change as soon as it returns.
     */
    void send(byte[] bytes, int offset, int length);
}
