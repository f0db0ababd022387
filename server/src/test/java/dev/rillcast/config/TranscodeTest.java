package dev.rillcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of video and sound: {@code transcode} and {@code icecast}. */
class TranscodeTest {
    @TempDir private Path folder;

    @Test
    void asManyAreTranscodedAsThereAreProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        Transcode usual = new Transcode(Optional.empty(), processors, "libx264", "veryfast", 2);
        assertEquals(usual, load(Map.of()).transcode());
    }

    @Test
    void theExecutableIsAFileThatCanBeRun() throws IOException {
        Path file = Files.createFile(folder.resolve("ffmpeg"));
        Map<String, String> environment = Map.of("RILLCAST_TRANSCODE_FFMPEG", file.toString());
        String wrong =
                "transcode.ffmpeg: \"%s\" is not an executable file, such as /usr/bin/ffmpeg";
        assertEquals(wrong.formatted(file), failure(() -> load(environment)));
        assertEquals(true, file.toFile().setExecutable(true));
        assertEquals(Optional.of(file), load(environment).transcode().ffmpeg());
        Map<String, String> directory = Map.of("RILLCAST_TRANSCODE_FFMPEG", folder.toString());
        assertEquals(wrong.formatted(folder), failure(() -> load(directory)));
    }

    @ParameterizedTest
    @CsvSource({"libx264, veryfast", "h264_nvenc, p4", "h264_qsv, veryfast"})
    void anEncoderHasAPresetOfItsOwn(String encoder, String preset) {
        Map<String, String> environment = Map.of("RILLCAST_TRANSCODE_ENCODER", encoder);
        assertEquals(preset, load(environment).transcode().preset());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAX | -1 | transcode.max: \"-1\" is not a number of broadcasts (0 to 1000)",
                "MAX | 1001 | transcode.max: \"1001\" is not a number of broadcasts (0 to 1000)",
                "ENCODER | openh264 | transcode.encoder: \"openh264\" is not one of libx264,"
                        + " h264_nvenc, h264_vaapi, h264_qsv",
                "PRESET | p4 | transcode.preset: \"p4\" is not a preset of libx264"
                        + " (ultrafast, superfast, veryfast, faster, fast, medium, slow)",
                "THREADS | 0 | transcode.threads: \"0\" is not a number of threads (1 to 64)",
                "THREADS | 65 | transcode.threads: \"65\" is not a number of threads (1 to 64)",
            })
    void aWrongValueIsNamed(String name, String value, String message) {
        Map<String, String> environment = Map.of("RILLCAST_TRANSCODE_" + name, value);
        assertEquals(message, failure(() -> load(environment)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://radio.example.org",
                "https://radio.example.org:8443/live/{room}/{streamname}.ogg",
                "http://user:password@10.0.0.7:8000/{streamname}?a=b",
                "http://[fd00::7]:8000/x"
            })
    void anIcecastAddressHasItsNamesBehindTheHost(String url) {
        assertEquals(Optional.of(url), new Icecast(Optional.of(url), false).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "radio.example.org/{streamname}",
                "ftp://radio.example.org/secret",
                "http:///{streamname}",
                "http://{room}.example.org/secret",
                "http://{room}@radio.example.org/",
                "http://radio.example.org/{stream}",
                "http://radio.example.org/a b",
                "http://radio.example.org/{streamname"
            })
    void anyOtherIcecastAddressEndsTheStartUnprinted(String url) {
        assertEquals(
                "icecast.url: must be an http:// or https:// address of at most 2048 characters,"
                        + " with {streamname} and {room}, if at all, behind the host",
                failure(() -> load(Map.of("RILLCAST_ICECAST_URL", url))));
    }

    @Test
    void theIcecastAddressIsNeverPrinted() {
        Icecast icecast = new Icecast(Optional.of("http://a:hidden@radio.example.org/"), true);
        assertFalse(icecast.toString().contains("hidden"));
    }

    private static Config load(Map<String, String> environment) {
        return Config.load(Optional.empty(), environment);
    }

    private static String failure(Executable work) {
        return String.valueOf(assertThrows(ConfigException.class, work).getMessage());
    }
}
