package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import org.junit.jupiter.api.Test;

class SourceTimesTest {
    private final SourceTimes times = new SourceTimes();

    private void add(long ticks) {
        times.add(
                ticks,
                new Frame(Codec.VP8, false, 5_000 + ticks, ticks, ticks + 1, new byte[0], 0, 0));
    }

    @Test
    void givesTheNearestFrame() {
        add(0);
        add(3_000);
        add(6_000);
        assertEquals(5_000, times.nearest(-9).timestamp());
        assertEquals(5_000, times.nearest(1_499).timestamp());
        assertEquals(8_000, times.nearest(1_501).timestamp());
        assertEquals(new SourceTimes.Time(3_000, 8_000, 3_000, 3_001), times.nearest(3_000));
        assertEquals(11_000, times.nearest(1_000_000).timestamp());
    }

    @Test
    void forgetsTheOldestOfMany() {
        for (int i = 0; i < 10_000; i++) {
            add(i * 3_000L);
        }
        assertEquals(9_900 * 3_000L, times.nearest(9_900 * 3_000L).ticks());
        assertEquals((10_000 - 512) * 3_000L, times.nearest(0).ticks());
    }

    @Test
    void knowsNothingBeforeTheFirstFrame() {
        assertThrows(IllegalStateException.class, () -> times.nearest(0));
    }
}
