package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestPattern.Likeness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judges themselves: a stream that is as they are told, and what they must not let through. */
class StreamProbeTest {
    private static final int SECONDS = 5;

    @TempDir static Path directory;

    private static TestPattern pattern;
    private static Path good;

    @BeforeAll
    static void make() throws Exception {
        pattern = TestPattern.make(directory);
        good = encode("good", "null");
    }

    /** 25 pictures a second at 800 kbit/s, with a key frame each second; the flash is at 1.28 s. */
    private static Path encode(String name, String filter) throws Exception {
        Path file = directory.resolve(name + ".flv");
        String command =
                """
                ffmpeg -v error -framerate 25 -loop 1 -i %s -f lavfi -i sine=f=1000:r=48000
                -af volume='gte(mod(t\\,1.32)\\,1.28)':eval=frame -vf %s,format=yuv420p -t %d -bf 0
                -c:v libx264 -profile:v main -preset veryfast -g 25 -sc_threshold 0 -b:v 800k
                -maxrate 800k -bufsize 400k -x264-params nal-hrd=cbr -c:a aac -ac 2 -y %s"""
                        .formatted(pattern.files(), filter, SECONDS, file);
        String _ = Ran.of(command.split("\\s+")).clean();
        return file;
    }

    @Test
    void aStreamIsToldAsItIs() throws Exception {
        StreamProbe probe = StreamProbe.of(good);
        assertEquals("h264 Main", probe.video() + " " + probe.profile());
        assertEquals("640x360", probe.width() + "x" + probe.height());
        assertEquals(25, probe.frameRate(), 0.1);
        assertEquals(800_000, probe.bitrate(), 80_000);
        assertEquals(1, probe.longestGop(), 0.01);
        assertEquals(
                "aac 2 48000", probe.audio() + " " + probe.channels() + " " + probe.sampleRate());
        assertTrue(probe.idr());
        assertTrue(probe.smallestStep() > 0, probe.smallestStep() + " ms");
        assertEquals("", probe.errors());
        assertTrue(probe.largestHole() <= 40, probe.largestHole() + " ms");
    }

    @Test
    void thePatternIsRecognized() throws Exception {
        List<Integer> numbers = TestPattern.numbers(good, "null");
        List<Integer> shown =
                IntStream.range(0, SECONDS * 25)
                        .mapToObj(n -> n % (TestPattern.FLASH + 1))
                        .toList();
        assertEquals(shown, numbers);
        assertTrue(likeness(good).least() > 0.9, likeness(good)::toString);
        for (double skew : FlashAndBeep.skewsMillis(good)) {
            assertEquals(0, skew, 30);
        }
    }

    @Test
    void anotherPictureIsNotLikeIt() throws Exception {
        for (String wrong : List.of("hue=s=0", "hflip", "boxblur=8", "swapuv")) {
            Likeness likeness = likeness(encode("wrong", wrong));
            assertTrue(likeness.least() < 0.8, wrong + " " + likeness);
        }
    }

    private static Likeness likeness(Path recording) throws Exception {
        return pattern.likeness(recording, "null");
    }

    @Test
    void damageIsHeardOf() throws Exception {
        byte[] bytes = Files.readAllBytes(good);
        for (int at = bytes.length / 2; at < bytes.length * 3 / 4; at += 5_000) {
            if (inPicture(bytes, at)) {
                bytes[at] ^= 0x55;
            }
        }
        Path damaged = Files.write(directory.resolve("damaged.flv"), bytes);
        assertNotEquals("", StreamProbe.of(damaged).errors());
        assertTrue(likeness(damaged).y() < likeness(good).y());
    }

    @Test
    void timesThatGoBackAndHolesAreTold() throws Exception {
        StreamProbe late = StreamProbe.of(moved(60, 500));
        assertTrue(late.smallestStep() < 0, late.smallestStep() + " ms");
        assertTrue(late.largestHole() >= 500, late.largestHole() + " ms");
    }

    /** The good stream with another time of one picture. */
    private static Path moved(int picture, int millis) throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        ByteBuffer tag = ByteBuffer.wrap(bytes).position(13);
        for (int seen = 0;
                ;
                tag.position(tag.position() + 15 + (tag.getInt(tag.position()) & 0xFFFFFF))) {
            seen += tag.get(tag.position()) == 9 ? 1 : 0;
            if (seen == picture) {
                int time = (tag.getInt(tag.position() + 4) >>> 8) + millis;
                tag.putInt(tag.position() + 4, time << 8);
                return Files.write(directory.resolve("moved.flv"), bytes);
            }
        }
    }

    /** Whether that byte is well within a picture. */
    private static boolean inPicture(byte[] bytes, int at) {
        ByteBuffer tag = ByteBuffer.wrap(bytes);
        for (int from = 13; from < at; ) {
            int size = tag.getInt(from) & 0xFFFFFF;
            if (at < from + 11 + size) {
                return tag.get(from) == 9 && at > from + 60;
            }
            from += 15 + size;
        }
        return false;
    }
}
