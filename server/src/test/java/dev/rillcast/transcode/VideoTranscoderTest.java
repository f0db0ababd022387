package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of a child, with the real executable. */
class VideoTranscoderTest {
    @TempDir Path directory;

    private static Rendition rendition(int bitrate, double frameRate, String size) {
        String[] sides = size.split("x", -1);
        return new Rendition(
                OptionalInt.of(bitrate),
                frameRate == 0 ? OptionalDouble.empty() : OptionalDouble.of(frameRate),
                Optional.of(
                        new PictureSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]))));
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
    void eachPictureOfEachCodecComesOutInMainProfileWithTheTimesItHad(Codec codec)
            throws Exception {
        List<Frame> in = MadeVideo.of(directory, codec, "320x180", 5);
        try (Transcoded transcoded = new Transcoded(codec, Transcoded.PLAIN)) {
            transcoded.offer(in);
            List<Frame> out = transcoded.await(in.size());
            for (int i = 0; i < in.size(); i++) {
                assertEquals(in.get(i).timestamp(), out.get(i).timestamp());
                assertEquals(in.get(i).begun(), out.get(i).begun());
                assertEquals(in.get(i).arrival(), out.get(i).arrival());
            }
            Path file = Transcoded.flv(directory, out);
            Recording.assertClean(file);
            assertEquals(
                    List.of(
                            "codec_name=h264",
                            "profile=Main",
                            "width=320",
                            "height=180",
                            "has_b_frames=0",
                            "pix_fmt=yuv420p"),
                    Transcoded.probe(
                            file, "stream=codec_name,profile,width,height,has_b_frames,pix_fmt"));
            TranscoderFigures figures = transcoded.transcoder.figures();
            assertEquals(Optional.of(new PictureSize(320, 180)), figures.picture());
            assertEquals(in.size(), figures.in());
            assertEquals(0, figures.dropped());
            assertEquals(0, figures.restarts());
            assertEquals(List.of(), figures.log());
        }
    }

    @Test
    void aKeyFrameComesEveryTwoSecondsAndNothingRefersAcrossIt() throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "320x180", 7);
        try (Transcoded transcoded = new Transcoded(Codec.VP8, Transcoded.PLAIN)) {
            transcoded.offer(in);
            List<Frame> out = transcoded.await(in.size());
            List<Integer> keys =
                    IntStream.range(0, out.size()).filter(i -> out.get(i).key()).boxed().toList();
            assertEquals(List.of(0, 60, 120, 180), keys);
            for (int key : keys) {
                Path rest = Transcoded.flv(directory, out.subList(key, out.size()));
                Recording.assertClean(rest);
                assertEquals(
                        List.of("nb_read_frames=" + (out.size() - key)),
                        Transcoded.probe(rest, "stream=nb_read_frames", "-count_frames"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"15, 300000", "29.97, 700000", "60, 1000000", "0, 500000"})
    void bitrateAndFrameRateAreConstant(double frameRate, int bitrate) throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "320x180", 12);
        try (Transcoded transcoded =
                new Transcoded(Codec.VP8, rendition(bitrate, frameRate, "320x180"))) {
            transcoded.offer(in);
            double rate = frameRate == 0 ? MadeVideo.FPS : frameRate;
            int seconds = 11; // the last picture waits for another
            List<Frame> out = transcoded.await((int) (rate * seconds));
            double step = 90_000 / rate;
            for (int i = 0; i < out.size() && frameRate > 0; i++) {
                assertEquals(
                        i * step,
                        (double) (out.get(i).timestamp() - MadeVideo.START),
                        90,
                        "of " + i);
                assertEquals(
                        2.0 * (i * step / MadeVideo.STEP),
                        (double) out.get(i).begun(),
                        4,
                        "of " + i);
            }
            for (int from = 0; from < seconds - 4; from++) { // any five seconds
                List<Frame> some = out.subList((int) (from * rate), (int) ((from + 5) * rate));
                long bits = some.stream().mapToLong(frame -> 8L * frame.length()).sum();
                assertEquals(bitrate * 5.0, (double) bits, 0.15 * bitrate * 5);
            }
        }
    }

    @Test
    void severalRenditionsShareOneChild() throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "320x180", 3);
        try (Transcoded transcoded =
                new Transcoded(
                        Codec.VP8,
                        Transcoded.PLAIN,
                        rendition(200_000, 15, "160x90"),
                        rendition(300_000, 0, "96x96"))) {
            transcoded.offer(in);
            List<Frame> plain = transcoded.await(0, in.size());
            List<Frame> slow = transcoded.await(1, in.size() / 2 - 1);
            List<Frame> square = transcoded.await(2, in.size());
            assertEquals(1, Transcoded.children().size());
            assertEquals(
                    List.of("320x180", "160x90", "96x96"),
                    transcoded.transcoder.figures().sizes().stream()
                            .map(PictureSize::toString)
                            .toList());
            for (List<Frame> each : List.of(plain, slow, square)) {
                Recording.assertClean(Transcoded.flv(directory, each));
            }
            assertEquals(
                    List.of("width=96", "height=96"),
                    Transcoded.probe(Transcoded.flv(directory, square), "stream=width,height"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
    void theSizeStaysWithBlackBarsWhenThePictureIsTurned(Codec codec) throws Exception {
        List<Frame> in = new ArrayList<>();
        for (String size : List.of("320x180", "180x320", "640x360", "162x90")) {
            in.addAll(
                    MadeVideo.from(
                            MadeVideo.START + in.size() * MadeVideo.STEP,
                            MadeVideo.of(directory, codec, size, 1)));
        }
        try (Transcoded transcoded = new Transcoded(codec, Transcoded.PLAIN)) {
            transcoded.offer(in);
            List<Frame> out = transcoded.await(in.size());
            Path file = Transcoded.flv(directory, out);
            Recording.assertClean(file);
            assertEquals(
                    List.of("width=320", "height=180"),
                    Transcoded.probe(file, "stream=width,height"));
            assertTrue(brightness(file, 15) > 40, "the picture fills all");
            assertTrue(brightness(file, 45) < 20, "bars beside a portrait");
            assertTrue(brightness(file, 75) > 40, "a larger one fills all again");
            assertEquals(List.of(), transcoded.transcoder.figures().log());
        }
    }

    /** Of the left edge of a picture, by its number; black is 16. */
    private double brightness(Path file, int picture) throws Exception {
        Path pixels = Files.createTempFile(directory, "edge", ".raw");
        Program.run(
                directory,
                ("ffmpeg -v error -i %s -vf select=eq(n\\,%d),crop=16:180:0:0,extractplanes=y"
                                + " -frames:v 1 -fps_mode passthrough -f rawvideo -y %s")
                        .formatted(file, picture, pixels)
                        .split(" ", -1));
        byte[] bytes = Files.readAllBytes(pixels);
        assertEquals(16 * 180, bytes.length);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).average().orElse(0);
    }

    @Test
    void anOddSizeIsRoundedDown() throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "161x91", 1);
        try (Transcoded transcoded = new Transcoded(Codec.VP8, Transcoded.PLAIN)) {
            transcoded.offer(in);
            transcoded.await(in.size());
            assertEquals(
                    List.of(new PictureSize(160, 90)), transcoded.transcoder.figures().sizes());
        }
    }

    @Test
    void afterADiscontinuityItGoesOnWithANewKeyFrameAtAnyTime() throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "320x180", 1);
        try (Transcoded transcoded = new Transcoded(Codec.VP8, Transcoded.PLAIN)) {
            transcoded.offer(in);
            transcoded.await(in.size());
            transcoded.transcoder.discontinuity();
            List<Frame> other = MadeVideo.from(42, in);
            transcoded.offer(other.subList(1, 3)); // of no use
            transcoded.offer(other);
            List<Frame> out = transcoded.await(2 * in.size());
            assertTrue(out.get(in.size()).key());
            assertEquals(42, out.get(in.size()).timestamp());
            assertEquals(0, transcoded.transcoder.figures().restarts());
            assertEquals(2, transcoded.transcoder.figures().dropped());
        }
    }

    @Test
    void aLongGapIsNotFilledWithRepeatedPictures() throws Exception {
        List<Frame> in = MadeVideo.of(directory, Codec.VP8, "320x180", 2);
        try (Transcoded transcoded = new Transcoded(Codec.VP8, rendition(300_000, 30, "320x180"))) {
            transcoded.offer(in);
            transcoded.await(in.size() - 1);
            long hours = MadeVideo.START + 6 * 3_600 * 90_000L;
            transcoded.offer(MadeVideo.from(hours, in));
            List<Frame> out = transcoded.await(2 * in.size() - 2);
            assertTrue(out.size() <= 2 * in.size() + 1);
            assertTrue(out.getLast().timestamp() - hours < 2 * 90_000);
            assertTrue(out.getLast().timestamp() > hours);
            assertEquals(0, transcoded.transcoder.figures().restarts());
        }
    }
}
