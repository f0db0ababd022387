package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PcmRingTest {
    private static final int SECOND = 48_000;
    private static final int FADE = 480;

    private final AtomicLong now = new AtomicLong(5);
    private final PcmRing ring = new PcmRing(now::get);
    private final float[][] out = new float[2][10 * SECOND];

    /** Mono sound that counts: the n-th sample is n / 2^20. */
    private void write(int from, int count) throws InterruptedException {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (from + i) / 1_048_576f;
        }
        ring.write(samples, count, 1);
    }

    private void assertReads(int from, int count) {
        assertEquals(count, ring.read(out, count));
        for (int i = 0; i < count; i++) {
            assertEquals((from + i) / 1_048_576f, out[0][i], "sample " + i);
        }
    }

    @Test
    void soundBeginsWhenASecondOfItWaits() throws Exception {
        write(0, SECOND - 1);
        assertEquals(0, ring.read(out, 960));
        write(SECOND - 1, 1);
        assertEquals(SECOND, ring.waiting());
        assertEquals(960, ring.read(out, 960));
        assertReads(960, 960);
        assertEquals(SECOND - 2 * 960, ring.waiting());
        assertEquals(2 * 960, ring.heard());
    }

    @Test
    void itComesOutAsItWentInRoundAfterRound() throws Exception {
        write(0, 4 * SECOND);
        assertEquals(FADE, ring.read(out, FADE));
        int in = 4 * SECOND;
        int read = FADE;
        for (int i = 0; i < 60; i++) {
            assertReads(read, 7_001);
            read += 7_001;
            write(in, 6_997);
            in += 6_997;
        }
        assertReads(read, in - read);
        assertEquals(in, ring.written());
    }

    @Test
    void itFadesInAndADrySourceIsSilentUntilASecondWaitsAgain() throws Exception {
        float[] loud = new float[SECOND];
        Arrays.fill(loud, 1);
        ring.write(loud, SECOND, 1);
        for (int i = 0; i < 2; i++) {
            assertEquals(SECOND, ring.read(out, 2 * SECOND));
            assertEquals(0, out[0][0]);
            assertEquals(0.5f, out[0][FADE / 2]);
            assertEquals(1, out[0][FADE]);
            assertEquals(0, ring.read(out, 1));
            ring.write(loud, SECOND - 1, 1);
            assertEquals(0, ring.read(out, 1));
            ring.write(loud, 1, 1);
        }
    }

    @Test
    void whatTheServersBurstLeavesWaitingIsToWaitOn() throws Exception {
        assertEquals(SECOND, ring.aim());
        write(0, 4 * SECOND);
        assertEquals(4 * SECOND, ring.aim());
        assertEquals(2 * SECOND, ring.read(out, 2 * SECOND));
        write(0, 2 * SECOND);
        assertEquals(1, ring.read(out, 1));
        write(0, 100);
        assertEquals(4 * SECOND, ring.aim(), "no burst comes so late");
        ring.begin();
        assertEquals(SECOND, ring.aim());
        write(0, 1);
        assertEquals(4 * SECOND + 100, ring.aim());
    }

    @Test
    void oneChannelGoesOutAsTwoOnceThereWereTwo() throws Exception {
        assertEquals(1, ring.channels());
        write(0, SECOND);
        ring.write(new float[] {0.25f, -0.5f}, 1, 2);
        write(3, 1);
        assertEquals(2, ring.channels());
        assertEquals(SECOND + 2, ring.read(out, 2 * SECOND));
        assertEquals(out[0][SECOND - 1], out[1][SECOND - 1]);
        assertEquals(0.25f, out[0][SECOND]);
        assertEquals(-0.5f, out[1][SECOND]);
        assertEquals(out[0][SECOND + 1], out[1][SECOND + 1]);
    }

    @Test
    void noSampleIsLouderThanOneOrNoNumber() throws Exception {
        write(0, SECOND);
        float infinity = Float.POSITIVE_INFINITY;
        ring.write(new float[] {Float.NaN, infinity, -infinity, -3}, 4, 1);
        assertEquals(SECOND, ring.read(out, SECOND));
        assertEquals(4, ring.read(out, 4));
        assertEquals(0, out[0][0]);
        assertEquals(1, out[0][1]);
        assertEquals(-1, out[0][2]);
        assertEquals(-1, out[0][3]);
    }

    @Test
    void aFullRingLetsTheWriterWait() throws Exception {
        write(0, 5 * SECOND);
        assertTrue(ring.full());
        Thread writer = writer(2 * SECOND);
        while (writer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(5 * SECOND, ring.written());
        assertEquals(2 * SECOND, ring.read(out, 2 * SECOND));
        writer.join();
        assertEquals(5 * SECOND, ring.waiting());
        assertReads(2 * SECOND, SECOND);
        assertFalse(ring.full());
    }

    private Thread writer(int count) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                write(5 * SECOND, count);
                            } catch (InterruptedException e) {
                                // the test ends it
                            }
                        });
    }

    @Test
    void soundThatNobodyReadsGoesByAsFastAsItWouldBeHeard() throws Exception {
        PcmRing unheard = new PcmRing(() -> now.addAndGet(50_000_000));
        float[] silence = new float[SECOND];
        long before = now.get();
        for (int i = 0; i < 7; i++) {
            unheard.write(silence, SECOND, 1);
        }
        double seconds = (now.get() - before) / 1e9;
        assertEquals(2, seconds, 1, "so much more than there is room for");
        assertTrue(unheard.waiting() > 4 * SECOND);
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        write(0, 5 * SECOND);
        Thread writer = writer(1);
        writer.interrupt();
        writer.join();
        assertEquals(5 * SECOND, ring.written());
    }
}
