package dev.rillcast.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.Ivf;
import dev.rillcast.Program;
import dev.rillcast.media.Codec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real encoders make is the same behind RTP as before. */
@Timeout(120)
class RealStreamTest {
    private static final int FRAMES = 50;

    @TempDir static Path directory;

    @Test
    void vp8OfFfmpegComesThrough() throws Exception {
        Path file = encode("vp8.ivf", "libvpx", "-deadline", "realtime");
        List<byte[]> given = sendByFfmpeg(file, Codec.VP8);
        assertFramesAre(Ivf.read(file), given);
        assertDecodesTheSame(file, "VP80", given);
    }

    /** With hidden frames, which come in superframes of the encoder's. */
    @Test
    void vp9OfFfmpegComesThrough() throws Exception {
        Path file = encode("vp9.ivf", "libvpx-vp9", "-deadline", "good", "-lag-in-frames", "10");
        List<byte[]> given = sendByFfmpeg(file, Codec.VP9);
        assertFramesAre(Ivf.read(file), given);
        assertDecodesTheSame(file, "VP90", given);
    }

    /** With hidden frames that are shown later. This ffmpeg can't send AV1, so the test does. */
    @Test
    void av1ComesThrough() throws Exception {
        Path file = encode("av1.ivf", "libaom-av1", "-lag-in-frames", "10");
        List<byte[]> given = played(RtpRecording.av1(file), Codec.AV1);
        assertDecodesTheSame(file, "AV01", given);
    }

    private static Path encode(String name, String encoder, String... options) throws Exception {
        Path file = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=320x180:rate=25", "-g", "20"));
        command.addAll(List.of("-frames:v", "" + FRAMES, "-cpu-used", "6", "-c:v", encoder));
        command.addAll(List.of(options));
        command.add(file.toString());
        Program.run(directory, command.toArray(new String[0]));
        return file;
    }

    private static List<byte[]> sendByFfmpeg(Path file, Codec codec) throws Exception {
        return played(RtpRecording.sent(directory, file), codec);
    }

    private static List<byte[]> played(List<byte[]> packets, Codec codec) {
        List<byte[]> given = new ArrayList<>();
        RtpRecording.play(packets, codec, frame -> given.add(RtpRecording.bytes(frame)));
        return given;
    }

    private static void assertFramesAre(List<byte[]> sent, List<byte[]> given) {
        assertEquals(sent.size(), given.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), given.get(i), "frame " + i);
        }
    }

    private static void assertDecodesTheSame(Path file, String fourCc, List<byte[]> given)
            throws Exception {
        assertEquals(FRAMES, given.size());
        Path received = directory.resolve("received-" + fourCc + ".ivf");
        Ivf.write(received, fourCc, given);
        assertEquals(pictures(file), pictures(received));
    }

    /** A digest of all pictures that are shown; that ffmpeg says nothing is checked, too. */
    private static String pictures(Path file) throws Exception {
        return Program.run(
                directory,
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "md5",
                "-");
    }
}
