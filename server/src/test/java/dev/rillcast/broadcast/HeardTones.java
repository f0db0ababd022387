package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.Recording;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is heard in a recording, and whether its sound has a hole. */
final class HeardTones {
    private static final int RATE = 48_000;
    private static final int PIECE = RATE / 10;

    /** Quieter than this, on the average, is silence. */
    private static final double QUIET = 0.01;

    private HeardTones() {}

    /**
     * The pitch of each tenth of a second in hundreds of hertz; 0 for silence, -1 for what is no
     * tone of a hundred hertz or is cut in the middle.
     */
    static List<Integer> of(Path recording) throws Exception {
        Recording.assertClean(recording);
        Path pcm = recording.resolveSibling(recording.getFileName() + ".pcm");
        String _ =
                Program.run(
                        recording.resolveSibling(""),
                        "ffmpeg -v error -y -i %s -vn -ac 1 -ar %d -f f32le %s"
                                .formatted(recording, RATE, pcm)
                                .split(" "));
        ByteBuffer samples =
                ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> tones = new ArrayList<>();
        while (samples.remaining() >= PIECE * Float.BYTES) {
            float[] piece = new float[PIECE];
            samples.asFloatBuffer().get(piece);
            samples.position(samples.position() + PIECE * Float.BYTES);
            tones.add(tone(piece));
        }
        return tones;
    }

    private static int tone(float[] piece) {
        double sum = 0;
        int crossings = 0;
        for (int i = 1; i < piece.length; i++) {
            sum += Math.abs(piece[i]);
            crossings += piece[i - 1] < 0 && piece[i] >= 0 ? 1 : 0;
        }
        if (sum / PIECE < QUIET) {
            return 0;
        }
        int hundreds = Math.round(crossings / 10f);
        return Math.abs(crossings - hundreds * 10) <= 1 ? hundreds : -1;
    }

    /** Demands that each packet of AAC begins where the one before it ended, to the millisecond. */
    static void assertNoHole(Path recording) throws Exception {
        String command = "ffprobe -v error -select_streams a -show_entries packet=pts -of csv=p=0 ";
        List<Long> times =
                Program.run(recording.resolveSibling(""), (command + recording).split(" "))
                        .lines()
                        .map(line -> line.replace(",", ""))
                        .filter(line -> !line.isBlank())
                        .map(Long::valueOf)
                        .toList();
        assertTrue(times.size() > 100, times.size() + " packets");
        for (int i = 0; i < times.size(); i++) {
            double passed = times.get(i) - times.getFirst();
            assertEquals(i * 1_024 / 48.0, passed, 1.5, "packet " + i);
        }
    }
}
