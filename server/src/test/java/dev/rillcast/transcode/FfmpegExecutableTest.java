package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.sound.AacLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The executable that is run, and the library that is loaded. */
class FfmpegExecutableTest {
    @TempDir Path directory;

    @Test
    void ourOwnRunsAndHasTheEncoderAndItsVersionIsThatOfTheLibraries() throws Exception {
        assertEquals(AacLine.libraryVersion(), FfmpegExecutable.check(Transcoded.X264));
    }

    @Test
    void onlyWhatIsNeededIsUnpackedIntoADirectoryOfOurs() throws Exception {
        FfmpegExecutable.prepare(Transcoded.X264.ffmpeg());
        Path unpacked = Transcoded.X264.ffmpeg().resolveSibling("");
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)));
        try (Stream<Path> files = Files.list(unpacked)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.contains("ffmpeg"), names.toString());
            assertTrue(
                    names.stream().allMatch(name -> name.equals("ffmpeg") || name.contains(".so.")),
                    names.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"libx264, hasty", "h264_of_mars, veryfast"})
    void anEncoderThatIsNotToBeHadIsToldWithItsKey(String encoder, String preset) {
        EncoderException e = refusal(VideoEncoder.of(Optional.empty(), encoder, preset, 1));
        assertEquals("transcode.encoder", e.key());
        String begin = encoder + " with transcode.preset " + preset + " does not work: ";
        assertTrue(e.reason().startsWith(begin), e.reason());
        assertTrue(e.reason().length() > begin.length(), e.reason());
    }

    @Test
    void aFileThatIsNotThereIsToldWithItsKey() {
        Path none = directory.resolve("none");
        EncoderException e = refusal(VideoEncoder.of(Optional.of(none), "libx264", "fast", 1));
        assertEquals("transcode.ffmpeg", e.key());
        assertEquals(none + " can't be executed", e.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "'echo ffmpeg of another kind', 'does not run: ffmpeg of another kind'",
        "'echo libwhat.so: not found >&2; exit 127', 'does not run: libwhat.so: not found'",
        "'yes | head -c 1000000', 'does not run: y'",
    })
    void aProgramThatIsNotFfmpegIsToldWithWhatItSays(String script, String reason)
            throws IOException {
        Path program = directory.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        EncoderException e = refusal(VideoEncoder.of(Optional.of(program), "libx264", "fast", 1));
        assertEquals("transcode.ffmpeg", e.key());
        assertEquals(program + " " + reason, e.reason());
    }

    @Test
    void theVersionIsKnownOnceItWasFoundGood() throws Exception {
        Transcoders transcoders = new Transcoders(Transcoded.X264, 1);
        assertEquals(Optional.empty(), transcoders.version());
        transcoders.check();
        assertEquals(Optional.of(AacLine.libraryVersion()), transcoders.version());
    }

    private static EncoderException refusal(VideoEncoder encoder) {
        return assertThrows(EncoderException.class, () -> FfmpegExecutable.check(encoder));
    }
}
