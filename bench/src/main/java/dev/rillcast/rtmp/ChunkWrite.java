package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Writer;
import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What RTMP makes of a frame, and AMF0 of a command, to a channel that takes all at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkWrite {
    private static final int LENGTH = 6_200; // of a picture at 1.5 Mbit/s
    private static final int VIDEO = 6;

    private static final Map<String, Object> CONNECT =
            Map.of(
                    "app", "live",
                    "type", "nonprivate",
                    "flashVer", "FMLE/3.0 (compatible; FMSc/1.0)",
                    "tcUrl", "rtmp://ingest.example/live",
                    "capsEx", 4);

    private final ChunkWriter chunks = new ChunkWriter(new Drain());
    private final FrameWriter writer =
            new FrameWriter((type, millis, tag) -> chunks.write(VIDEO, type, 1, millis, tag));
    private final StreamInfo info =
            new StreamInfo(
                    Optional.of(Codec.H264), Optional.of(Codec.AAC), 0, 0, 0, 0, 128, 48_000, 2);
    private Frame picture = frame(false, slice(0x41));
    private long millis;

    /** Takes everything. */
    private static final class Drain implements GatheringByteChannel {
        @Override
        public long write(ByteBuffer[] all, int from, int count) {
            long written = 0;
            for (int i = from; i < from + count; i++) {
                written += write(all[i]);
            }
            return written;
        }

        @Override
        public long write(ByteBuffer[] all) {
            return write(all, 0, all.length);
        }

        @Override
        public int write(ByteBuffer one) {
            int length = one.remaining();
            one.position(one.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Begins the stream with its key picture. */
    @Setup
    public void begin() throws IOException {
        chunks.setChunkSize(ChunkWriter.CHUNK_SIZE);
        writer.announce(info);
        byte[] key = {
            0,
            0,
            0,
            9,
            0x67,
            0x42,
            (byte) 0xC0,
            0x1F,
            (byte) 0xDA,
            0x01,
            0x40,
            0x16,
            (byte) 0xE9,
            0,
            0,
            0,
            4,
            0x68,
            (byte) 0xCE,
            0x3C,
            (byte) 0x80,
            0,
            0,
            0,
            3,
            0x65,
            (byte) 0x88,
            0x04
        };
        writer.write(frame(true, key), 0);
        picture = frame(false, slice(0x41));
        millis = 0;
    }

    private static byte[] slice(int header) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).putInt(LENGTH - 4).put((byte) header);
        return bytes.array();
    }

    private static Frame frame(boolean key, byte[] bytes) {
        return new Frame(Codec.H264, key, 0, 0, 0, bytes, 0, bytes.length);
    }

    /** A picture, from frame to chunks. */
    @Benchmark
    public long picture() throws IOException {
        millis += 33;
        writer.write(picture, millis);
        return millis;
    }

    /** A command in AMF0. */
    @Benchmark
    public byte[] command() {
        return Amf0Writer.bytes("connect", 1, CONNECT);
    }
}
