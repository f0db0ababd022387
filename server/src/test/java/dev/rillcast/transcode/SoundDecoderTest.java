package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.sound.PcmRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SoundDecoderTest {
    private static final Path FFMPEG = FfmpegJar.path().orElseThrow();
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int RATE = 48_000;

    @TempDir private Path directory;
    private final PcmRing ring = new PcmRing(System::nanoTime);

    private byte[] encoded(String encoder, String format, int rate, int channels) throws Exception {
        Path file = directory.resolve("sound." + format);
        String _ =
                Program.run(
                        directory,
                        ("ffmpeg -v error -y -f lavfi -i sine=1000:d=3 -af volume=6 -c:a %s -ar %d"
                                        + " -ac %d -f %s %s")
                                .formatted(encoder, rate, channels, format, file)
                                .split(" "));
        return Files.readAllBytes(file);
    }

    /** Gives all of it to the decoder and returns how many samples came out. */
    private long decode(byte[] sound, String demuxer) throws Exception {
        try (SoundDecoder decoder = new SoundDecoder(FFMPEG, demuxer, ring)) {
            for (int at = 0; at < sound.length; at += 1_000) {
                byte[] piece = Arrays.copyOfRange(sound, at, Math.min(at + 1_000, sound.length));
                if (!decoder.feed(piece, piece.length, LONG)) {
                    break;
                }
            }
            decoder.finish(LONG);
            assertTrue(decoder.ended(LONG), "it ends");
        }
        return ring.written();
    }

    @ParameterizedTest
    @CsvSource({
        "libmp3lame, mp3, 44100, 2",
        "libmp3lame, mp3, 22050, 1",
        "aac, adts, 44100, 2",
        "aac, adts, 48000, 6",
        "libvorbis, ogg, 44100, 2",
        "libopus, ogg, 48000, 1",
    })
    void eachFormatBecomesSoundOfOneRate(String encoder, String format, int rate, int channels)
            throws Exception {
        byte[] sound = encoded(encoder, format, rate, channels);
        long samples = decode(sound, format.equals("adts") ? "aac" : format);
        assertEquals(3.0, (double) samples / RATE, 0.15);
        assertEquals(Math.min(channels, 2), ring.channels());
        assertEquals(1_000, pitch(), 5);
    }

    /** Hertz of a pure tone, by its zero crossings within a second. */
    private double pitch() {
        float[][] planes = new float[2][2 * RATE];
        assertEquals(2 * RATE, ring.read(planes, 2 * RATE));
        int crossings = 0;
        for (int i = RATE / 2; i < RATE * 3 / 2; i++) {
            crossings += planes[0][i] < 0 && planes[0][i + 1] >= 0 ? 1 : 0;
        }
        return crossings;
    }

    @Test
    void aStreamThatIsJoinedInTheMiddleIsDecoded() throws Exception {
        byte[] sound = encoded("libmp3lame", "mp3", 44_100, 2);
        long samples = decode(Arrays.copyOfRange(sound, 5_000, sound.length), "mp3");
        assertTrue(samples > 2 * RATE, samples + " samples");
    }

    @ParameterizedTest
    @CsvSource({"mp3", "aac", "ogg"})
    void garbageMakesNoSoundAndEndsTheChild(String demuxer) throws Exception {
        byte[] garbage = new byte[3_000];
        new Random(42).nextBytes(garbage);
        assertEquals(0, decode(garbage, demuxer));
    }

    @Test
    void anotherFormatThanTheNamedOneIsNotRead() throws Exception {
        assertEquals(0, decode(encoded("libvorbis", "ogg", 44_100, 2), "mp3"));
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        byte[] list =
                ("ffconcat version 1.0\nfile " + secret + "\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(0, decode(list, "ogg"));
    }

    @Test
    void aFullRingHoldsTheChildUntilItIsClosed() throws Exception {
        byte[] sound = encoded("libmp3lame", "mp3", 44_100, 1);
        try (SoundDecoder decoder = new SoundDecoder(FFMPEG, "mp3", ring)) {
            boolean taken = true;
            for (int i = 0; i < 1_000 && taken; i++) {
                taken = decoder.feed(sound, sound.length, Duration.ofMillis(300));
            }
            assertFalse(taken);
            assertTrue(ring.full());
            assertFalse(decoder.ended(Duration.ZERO));
        }
        assertTrue(ring.full());
    }

    @Test
    void withoutTheExecutableItDoesNotStart() {
        Path none = directory.resolve("ffmpeg");
        assertThrows(IOException.class, () -> new SoundDecoder(none, "mp3", ring).close());
    }
}
