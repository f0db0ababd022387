package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlateTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = 500 * SECOND;

    private final Slate slate = new Slate();
    private final Frame key = frame(Codec.H264);

    @BeforeEach
    void send() {
        slate.keep(key);
        slate.reported(START);
    }

    @Test
    void theLastKeyFrameIsShownEachSecondOfALoss() {
        slate.lost(true);
        assertNull(due(0.9));
        assertShows(key, due(1.1));
        assertNull(due(1.12));
        assertNull(due(2.08));
        assertShows(key, due(2.1));
        assertShows(key, due(29));
    }

    @Test
    void itIsShownOnceTheConnectionHasBeenSilentForLongerThanReportsTake() {
        assertNull(due(5.9));
        assertShows(key, due(6.1));
    }

    @Test
    void aPictureThatStandsStillIsNoSlate() {
        for (int second = 0; second < 600; second += 5) {
            slate.reported(START + second * SECOND);
            assertNull(due(second + 4.9));
        }
    }

    @Test
    void aSenderThatNeverReportsMayBeStill() {
        Slate other = new Slate();
        other.keep(key);
        assertNull(other.due(START, 100 * SECOND));
        other.lost(true);
        assertShows(key, other.due(START, 100 * SECOND));
    }

    @Test
    void framesEndItAndANewPauseBeginsItAnew() {
        slate.lost(true);
        assertShows(key, due(1.1));
        assertNull(slate.due(START + SECOND * 3 / 2, SECOND / 50));
        assertShows(key, due(1.6));
        slate.lost(false);
        assertNull(due(3));
    }

    @Test
    void aStreamThatBeginsInTheGapBeginsWithIt() {
        slate.lost(true);
        assertShows(key, due(20));
        assertNull(due(20.1));
        slate.restart();
        assertShows(key, due(20.2));
    }

    @Test
    void withoutAKeyFrameNothingIsShown() {
        Slate empty = new Slate();
        empty.lost(true);
        assertNull(empty.due(START, 5 * SECOND));
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"H264", "VP8", "VP9", "AV1"})
    void theCodecDoesNotMatter(Codec codec) {
        Frame newest = frame(codec);
        slate.keep(newest);
        slate.lost(true);
        assertShows(newest, due(2));
    }

    private static void assertShows(Frame frame, @Nullable Frame shown) {
        assertNotNull(shown);
        assertEquals(frame.codec(), shown.codec());
        assertTrue(shown.key());
        assertArrayEquals(frame.array(), Arrays.copyOf(shown.array(), shown.length()));
    }

    /** With nothing come since the start but reports. */
    private @Nullable Frame due(double seconds) {
        long pause = Math.round(seconds * SECOND);
        return slate.due(START + pause, pause);
    }

    private static Frame frame(Codec codec) {
        byte[] bytes = codec.name().getBytes(StandardCharsets.US_ASCII);
        return new Frame(codec, true, 0, 0, bytes, 0, bytes.length);
    }
}
