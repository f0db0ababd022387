package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other tests can't see: hardware, which no test has. */
class FfmpegCommandTest {
    private static final Rendition PLAIN =
            new Rendition(OptionalInt.of(900_000), OptionalDouble.empty(), Optional.empty());

    private static String command(String encoder) {
        VideoEncoder video = new VideoEncoder(Path.of("/opt/ffmpeg"), encoder, "p4", 3);
        PictureSize size = new PictureSize(640, 360);
        return String.join(
                " ", FfmpegCommand.transcode(video, Codec.VP8, List.of(PLAIN), List.of(size)));
    }

    @ParameterizedTest
    @CsvSource({
        "h264_nvenc, '-preset p4 -tune ull -rc cbr '",
        "h264_nvenc, ' -forced-idr 1 '",
        "h264_qsv, '-preset p4 -async_depth 1 -forced_idr 1 '",
        "h264_qsv, ',format=nv12[v0]'",
        "h264_vaapi, '-vaapi_device /dev/dri/renderD128 '",
        "h264_vaapi, ',format=nv12,hwupload[v0]'",
        "h264_vaapi, '-rc_mode CBR '",
        "libx264, '-preset p4 -tune zerolatency '",
    })
    void eachEncoderGetsWhatItNeeds(String encoder, String words) {
        assertTrue(command(encoder).contains(words), command(encoder));
    }

    @ParameterizedTest
    @CsvSource({"h264_nvenc", "h264_qsv", "h264_vaapi"})
    void hardwareKeepsToThirtyPicturesWhenNoRateIsAskedFor(String encoder) {
        assertTrue(command(encoder).contains("[0:v]fps=30.000,scale="), command(encoder));
        assertTrue(command(encoder).contains(" -fps_mode cfr -r 30.000 "));
    }

    @Test
    void oneDecoderServesAllRenditions() {
        Rendition slow =
                new Rendition(OptionalInt.empty(), OptionalDouble.of(12.5), Optional.empty());
        List<String> command =
                FfmpegCommand.transcode(
                        Transcoded.X264,
                        Codec.H264,
                        List.of(PLAIN, slow),
                        List.of(new PictureSize(640, 360), new PictureSize(320, 180)));
        assertEquals(1, command.stream().filter("-i"::equals).count());
        String graph = command.get(command.indexOf("-filter_complex") + 1);
        assertTrue(graph.startsWith("[0:v]split=2[s0][s1];[s0]scale=640:360:"), graph);
        assertTrue(graph.contains(";[s1]fps=12.500,scale=320:180:"), graph);
        assertEquals("unix:1", command.getLast());
    }

    @Test
    void nothingButTheSocketMayBeOpened() {
        assertTrue(command("libx264").contains(" -protocol_whitelist unix "));
        assertTrue(command("libx264").contains(" -c:v vp8 -f ivf -i unix:in "));
    }
}
