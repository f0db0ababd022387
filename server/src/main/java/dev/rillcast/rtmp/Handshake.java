package dev.rillcast.rtmp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The simple handshake (RTMP 1.0, 5.2).
 *
 * <pre>
 *  C0, S0: version = 3 (8)
 *  C1, S1: time (32) | zero (32) | random (1528 bytes)
 *  C2, S2: the other side's time (32) | time when it was read (32) | the other side's random
 * </pre>
 *
 * The zero keeps peers from the longer handshake with digests. Echoes are read and not compared:
 * nginx-rtmp, SRS and ffmpeg each fill in the second time field, or the echo, in their own way.
 */
final class Handshake {
    private static final int VERSION = 3;
    private static final int SIZE = 1536;

    private Handshake() {}

    static void client(InputStream in, OutputStream out) throws IOException {
        DataInputStream data = new DataInputStream(in);
        out.write(hello());
        version(data, "the other side is no RTMP server");
        byte[] s1 = block(data);
        out.write(s1);
        block(data);
    }

    static void server(InputStream in, OutputStream out) throws IOException {
        DataInputStream data = new DataInputStream(in);
        version(data, "the other side is no RTMP client");
        byte[] c1 = block(data);
        byte[] hello = hello();
        byte[] answer = Arrays.copyOf(hello, hello.length + SIZE);
        System.arraycopy(c1, 0, answer, hello.length, SIZE);
        out.write(answer);
        block(data);
    }

    private static byte[] hello() {
        // Not a secret: the bytes only tell two connections apart.
        byte[] hello = new byte[1 + SIZE];
        new SplittableRandom().nextBytes(hello);
        Arrays.fill(hello, 1, 9, (byte) 0);
        hello[0] = VERSION;
        return hello;
    }

    private static void version(DataInputStream in, String otherwise) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new ProtocolException(
                    "%s: its first byte is 0x%02x, not 0x03".formatted(otherwise, version));
        }
    }

    private static byte[] block(DataInputStream in) throws IOException {
        byte[] block = new byte[SIZE];
        in.readFully(block);
        return block;
    }
}
