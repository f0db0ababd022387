package dev.rillcast.bench.micro;

import dev.rillcast.srtp.ProtectionProfile;
import dev.rillcast.srtp.SrtpReceiver;
import dev.rillcast.srtp.SrtpSender;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Opens one SRTP packet of video. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Unprotect {
    private static final int PACKETS = 4_096;
    private static final int LENGTH = 1_150;

    /** Both that are taken. */
    @Param public ProtectionProfile profile = ProtectionProfile.AEAD_AES_128_GCM;

    private final byte[][] sent = new byte[PACKETS][];
    private final byte[] buffer = new byte[1_600];
    private SrtpReceiver receiver = receiver();
    private int next;

    private byte[] key() {
        return new byte[profile.keyLength()];
    }

    private SrtpReceiver receiver() {
        return new SrtpReceiver(profile, key(), new byte[profile.saltLength()]);
    }

    /** Protects the packets. */
    @Setup
    public void protect() {
        SrtpSender sender = new SrtpSender(profile, key(), new byte[profile.saltLength()]);
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = Payloads.packet(i, i, false, new byte[LENGTH - Payloads.HEADER]);
            byte[] room = Arrays.copyOf(packet, LENGTH + SrtpSender.RTP_TRAILER);
            sent[i] = Arrays.copyOf(room, sender.protectRtp(room, 0, LENGTH));
        }
        receiver = receiver();
        next = 0;
    }

    /** A packet. */
    @Benchmark
    public int packet() {
        if (next == PACKETS) {
            next = 0;
            receiver = receiver(); // which has seen none of them
        }
        byte[] packet = sent[next++];
        int length = receiver.unprotectRtp(packet, 0, packet.length, buffer);
        if (length != LENGTH) {
            throw new IllegalStateException("refused");
        }
        return length;
    }
}
