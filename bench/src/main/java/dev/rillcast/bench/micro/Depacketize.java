package dev.rillcast.bench.micro;

import dev.rillcast.media.Codec;
import dev.rillcast.payload.PayloadFormat;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Reception;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.RtpReceiver;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Takes a picture's packets in, in order, and makes the frame of them; told for one packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Depacketize {
    private static final int PACKETS = 6;
    private static final int LENGTH = 1_100;
    private static final long PATIENCE = 400_000_000;
    private static final long PICTURE = 33_000_000;

    private final PacketPool pool = new PacketPool();
    private final byte[][] payloads = new byte[PACKETS][];
    private RtpReceiver receiver = receiver();
    private int sequence;
    private int time;
    private long now;
    private long frames;

    private RtpReceiver receiver() {
        return new RtpReceiver(
                Payloads.SSRC,
                new Reception(Codec.H264),
                PATIENCE,
                true,
                PayloadFormat.depacketizer(Codec.H264),
                pool,
                _ -> frames++);
    }

    /** Begins the stream with its key picture. */
    @Setup
    public void begin() {
        for (int i = 0; i < PACKETS; i++) {
            payloads[i] = Payloads.fragment(i == 0, i == PACKETS - 1, LENGTH);
        }
        receiver = receiver();
        receive(Payloads.key(), true);
    }

    private void receive(byte[] payload, boolean marker) {
        RtpPacket packet = pool.take();
        byte[] b = packet.buffer();
        Payloads.header(b, sequence++, time, marker);
        System.arraycopy(payload, 0, b, Payloads.HEADER, payload.length);
        if (!packet.parse(Payloads.HEADER + payload.length, now) || !receiver.receive(packet)) {
            throw new IllegalStateException("refused");
        }
    }

    /** A picture. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long picture() {
        now += PICTURE;
        time += 3_000;
        long before = frames;
        for (int i = 0; i < PACKETS; i++) {
            receive(payloads[i], i == PACKETS - 1);
        }
        if (frames != before + 1) {
            throw new IllegalStateException("no frame");
        }
        return frames;
    }
}
