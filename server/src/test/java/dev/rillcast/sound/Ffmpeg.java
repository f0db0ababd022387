package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ffmpeg executable as the independent encoder and judge. */
final class Ffmpeg {
    private final Path folder;

    Ffmpeg(Path folder) {
        this.folder = folder;
    }

    /** Opus packets of what a lavfi expression gives, 48 kHz, starting at a timestamp. */
    List<Frame> opus(String source, long start, String... options)
            throws IOException, InterruptedException {
        Path file = folder.resolve("in.opus");
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        arguments.addAll(List.of("-c:a", "libopus"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        run(arguments);
        return OggOpus.read(file, start);
    }

    /** Samples of the left or only channel; fails when ffmpeg has anything to complain about. */
    float[] decode(List<Frame> aac) throws IOException, InterruptedException {
        return decode(aac, 0);
    }

    /** The same of any channel. */
    float[] decode(List<Frame> aac, int channel) throws IOException, InterruptedException {
        Path in = folder.resolve("out.aac");
        Path out = folder.resolve("out.raw");
        Files.write(in, adts(aac));
        String only = "pan=mono|c0=c" + channel;
        run(List.of("-i", in.toString(), "-af", only, "-f", "f32le", out.toString()));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(samples);
        return samples;
    }

    /** 1 or 2, as its first element says: a single channel or a pair. */
    static int channels(Frame aac) {
        return (aac.array()[aac.offset()] & 0xff) >> 5 == 0 ? 1 : 2;
    }

    /** Each frame behind an ADTS header (ISO/IEC 14496-3 1.A.2.2): AAC-LC, 48 kHz. */
    private static byte[] adts(List<Frame> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            int size = frame.length() + 7;
            bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xf1, 0x4c});
            bytes.write((channels(frame) << 6) | (size >> 11));
            bytes.write(size >> 3);
            bytes.write(size << 5 | 0x1f);
            bytes.write(0xfc);
            bytes.write(frame.array(), frame.offset(), frame.length());
        }
        return bytes.toByteArray();
    }

    /** Fails when it has anything to complain about. */
    void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        Path log = folder.resolve("ffmpeg.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int code = process.waitFor();
        assertEquals("", Files.readString(log), "ffmpeg's complaints");
        assertEquals(0, code);
    }
}
