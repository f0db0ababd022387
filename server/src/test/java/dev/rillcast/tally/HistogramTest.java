package dev.rillcast.tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final long MS = 1_000_000;

    private final Histogram histogram = new Histogram(0.001, 0.01, 0.1);

    @Test
    void aBoundBelongsToTheBucketThatItEnds() {
        for (long nanos : List.of(0L, MS, MS + 1, 10 * MS, 100 * MS, 100 * MS + 1, 9_000 * MS)) {
            histogram.record(nanos);
        }
        assertEquals(List.of(2L, 2L, 1L, 2L), counts());
        assertEquals(9.212, histogram.sum(), 0.000_01);
        assertEquals(0.01, histogram.bound(1), 0.0);
        assertEquals(Double.POSITIVE_INFINITY, histogram.bound(3), 0.0);
    }

    @Test
    void aClockThatWentBackCountsAsNoTimeAtAll() {
        histogram.record(-5 * MS);
        assertEquals(List.of(1L, 0L, 0L, 0L), counts());
        assertEquals(0.0, histogram.sum(), 0.0);
    }

    @Test
    void toRecordAllocatesNothing() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        record(100); // what is made once, such as classes
        long before = threads.getCurrentThreadAllocatedBytes();
        record(10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, allocated + " bytes for 10,000 records");
    }

    private void record(int times) {
        for (int i = 0; i < times; i++) {
            histogram.record(i * MS);
        }
    }

    private List<Long> counts() {
        return IntStream.range(0, histogram.buckets()).mapToObj(histogram::count).toList();
    }
}
