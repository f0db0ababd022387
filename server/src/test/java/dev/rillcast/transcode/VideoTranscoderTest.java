package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Recording;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.PictureSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of a child, with the real executable. */
class VideoTranscoderTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
    void eachPictureOfEachCodecComesOutAsMainProfileWhenItWasMeant(Codec codec) throws Exception {
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
                            "pix_fmt=yuv420p"),
                    Transcoded.probe(
                            file, "stream=codec_name,profile,width,height,pix_fmt"));
            assertEquals(
                    List.of(0, 60, 120),
                    java.util.stream.IntStream.range(0, out.size())
                            .filter(i -> out.get(i).key())
                            .boxed()
                            .toList());
            TranscoderFigures figures = transcoded.transcoder.figures();
            assertEquals(Optional.of(new PictureSize(320, 180)), figures.picture());
            assertEquals(in.size(), figures.in());
            assertEquals(0, figures.dropped());
            assertEquals(List.of(), figures.log());
        }
    }
}
