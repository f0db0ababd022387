package dev.rillcast.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client's TCP connection on loopback, its packets framed as RFC 4571 says. */
final class TcpWire implements Client.Wire {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    TcpWire(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    TcpWire(InetSocketAddress server) throws IOException {
        this(server.getAddress(), server);
    }

    /**
     * @param local an address of this machine, to come from
     */
    TcpWire(InetAddress local, InetSocketAddress server) throws IOException {
        socket.bind(new InetSocketAddress(local, 0));
        socket.connect(server);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    /** Sends bytes as they are. */
    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void send(ByteBuffer packet) throws IOException {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        write(framed(bytes));
    }

    @Override
    public byte[] receive() throws IOException {
        byte[] packet = new byte[in.readUnsignedShort()];
        in.readFully(packet);
        return packet;
    }

    /** What has come until the server closed. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** Sends no more, and would still read. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public TcpWire another() throws IOException {
        return new TcpWire((InetSocketAddress) socket.getRemoteSocketAddress());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
