package dev.rillcast.transcode;

import dev.rillcast.sound.PcmRing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that decodes sound which strangers send, so that what breaks a decoder breaks the
 * child. What it gives waits in a {@link PcmRing}; while that is full, the child takes no more. Two
 * virtual threads go to and fro. Owned by one thread.
 */
public final class SoundDecoder implements AutoCloseable {
    private static final byte[] END = {}; // of the input; no other piece is empty
    private static final int PIECES = 4;

    /** FFmpeg decides at once: the demuxer is given, and its headers come first anyway. */
    private static final String PROBE = "-probesize 2048 -analyzeduration 0";

    /** 48 kHz; mono stays mono, and what has more channels than two is mixed down to them. */
    private static final String FILTER =
            "aformat=sample_fmts=flt:sample_rates=48000:channel_layouts=mono|stereo";

    private static final int MAX_CHANNELS = 2;
    private static final int MAGIC = 0x2E736E64;
    private static final int HEADER = 24;
    private static final int MAX_HEADER = 1_024;
    private static final int RATE = 48_000;
    private static final int PIECE = 2_048; // samples

    private final Child child;
    private final PcmRing ring;
    private final LastLines log = new LastLines();
    private final BlockingQueue<byte[]> input = new ArrayBlockingQueue<>(PIECES);
    private final Thread feeder;
    private final Thread reader;

    /**
     * Starts the child.
     *
     * @param ffmpeg the executable
     * @param demuxer FFmpeg's name of the format, the only one that is read
     * @throws IOException if it can't be started
     */
    public SoundDecoder(Path ffmpeg, String demuxer, PcmRing ring) throws IOException {
        try {
            FfmpegExecutable.prepare(ffmpeg);
        } catch (EncoderException e) {
            throw new IOException(e.key() + ": " + e.reason(), e);
        }
        this.ring = ring;
        child = new Child(command(ffmpeg, demuxer), 1, log);
        feeder = Thread.ofVirtual().name("sound-in").start(this::write);
        reader = Thread.ofVirtual().name("sound-out").start(this::read);
    }

    /** What comes out is Sun's AU, for its header tells how many channels there are. */
    private static List<String> command(Path ffmpeg, String demuxer) {
        List<String> command = new ArrayList<>();
        command.add(ffmpeg.toAbsolutePath().toString());
        String in = "-hide_banner -nostats -nostdin -v error -protocol_whitelist unix -threads 1 ";
        command.addAll(List.of((in + PROBE + " -f " + demuxer + " -i unix:in").split(" ")));
        command.addAll(List.of("-map", "0:a:0", "-map_metadata", "-1", "-filter_threads", "1"));
        command.addAll(List.of("-af", FILTER, "-c:a", "pcm_f32be"));
        command.addAll(List.of("-f", "au", "-flush_packets", "1", "unix:0"));
        return command;
    }

    /**
     * Gives the child the next bytes of the stream, after those that it has not taken yet.
     *
     * @return whether it had room within that time
     */
    public boolean feed(byte[] bytes, int length, Duration patience) throws InterruptedException {
        return length == 0 || offer(Arrays.copyOf(bytes, length), patience);
    }

    /** Tells that no more comes; in the same way. */
    public boolean finish(Duration patience) throws InterruptedException {
        return offer(END, patience);
    }

    private boolean offer(byte[] piece, Duration patience) throws InterruptedException {
        return input.offer(piece, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void write() {
        try (SocketChannel channel = child.input()) {
            for (byte[] piece = input.take(); piece.length > 0; piece = input.take()) {
                for (ByteBuffer bytes = ByteBuffer.wrap(piece); bytes.hasRemaining(); ) {
                    int _ = channel.write(bytes);
                }
            }
        } catch (IOException | InterruptedException e) {
            // the reader sees the end
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(child.output(0))) {
            copy(in, channels(in));
        } catch (IOException | InterruptedException e) {
            // that was the end
        }
    }

    /**
     * Reads the header: magic ".snd", size of the header, of the sound, encoding, rate, channels
     * (32 bits each).
     */
    private static int channels(DataInputStream in) throws IOException {
        int magic = in.readInt();
        int header = in.readInt();
        in.skipNBytes(2 * Integer.BYTES);
        int rate = in.readInt();
        int channels = in.readInt();
        if (magic != MAGIC
                || header < HEADER
                || header > MAX_HEADER
                || rate != RATE
                || channels < 1
                || channels > MAX_CHANNELS) {
            throw new ProtocolException("the decoder's header can't be used");
        }
        in.skipNBytes(header - HEADER);
        return channels;
    }

    private void copy(InputStream in, int channels) throws IOException, InterruptedException {
        int size = channels * Float.BYTES;
        float[] samples = new float[PIECE * channels];
        byte[] bytes = new byte[PIECE * size];
        int filled = 0;
        for (int n; (n = in.read(bytes, filled, bytes.length - filled)) >= 0; ) {
            filled += n;
            int count = filled / size;
            ByteBuffer.wrap(bytes).asFloatBuffer().get(samples, 0, count * channels);
            ring.write(samples, count, channels);
            System.arraycopy(bytes, count * size, bytes, 0, filled - count * size);
            filled -= count * size;
        }
    }

    /**
     * Waits for the child's end, at most so long.
     *
     * @return whether it has ended and all of its sound is in the ring
     */
    public boolean ended(Duration patience) throws InterruptedException {
        return reader.join(patience);
    }

    /** The last that it said about what was wrong, or nothing. */
    public String said() {
        return log.last();
    }

    /** Ends the child and waits for the threads. */
    @Override
    public void close() {
        child.kill();
        feeder.interrupt();
        reader.interrupt();
        boolean interrupted = false;
        while (feeder.isAlive() || reader.isAlive()) {
            try {
                feeder.join();
                reader.join(); // for it writes to the ring
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        child.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
