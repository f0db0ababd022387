package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.PictureSize;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscodersTest {
    @Test
    void thereIsRoomForSoManyAndNoMore() {
        Transcoders transcoders = new Transcoders(Transcoded.X264, 2);
        Transcoders.Slot first = transcoders.reserve().orElseThrow();
        assertTrue(transcoders.reserve().isPresent());
        assertEquals(2, transcoders.active());
        assertTrue(transcoders.reserve().isEmpty());
        first.close();
        first.close(); // counts once
        assertEquals(1, transcoders.active());
        assertTrue(transcoders.reserve().isPresent());
        assertTrue(transcoders.reserve().isEmpty());
        assertEquals(2, transcoders.max());
    }

    @Test
    void noneMayRunWhenTheLimitIsZero() {
        assertTrue(new Transcoders(Transcoded.X264, 0).reserve().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 720, 0, 2500000",
        "1920, 1080, 0, 4593000",
        "640, 360, 30, 884000",
        "640, 360, 15, 625000",
        "16, 16, 1, 100000",
    })
    void aBitrateThatIsNotGivenFollowsFromSizeAndRate(
            int width, int height, double frameRate, int bitrate) {
        Rendition rendition =
                new Rendition(
                        OptionalInt.empty(),
                        frameRate == 0 ? OptionalDouble.empty() : OptionalDouble.of(frameRate),
                        Optional.empty());
        assertEquals(bitrate, rendition.bitrate(new PictureSize(width, height)));
    }
}
