package dev.rillcast.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.sound.PcmSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioLineTest {
    private static final long SECOND = 1_000_000_000;

    /** 20 ms of silence: CELT, full band, stereo (RFC 6716 3.1). */
    private static final byte[] OPUS = HexFormat.of().parseHex("fcfffe");

    private final TimeLine timeLine = new TimeLine();
    private final AudioLine line = new AudioLine(64_000, false, timeLine);
    private long made;
    private long end; // of the last frame, in ticks

    @AfterEach
    void close() {
        line.close();
    }

    @Test
    void nothingIsMadeBeforeTheFirstPacket() {
        assertEquals(List.of(), line.silence(100 * SECOND));
    }

    @Test
    void packetsBecomeFramesWithoutAGap() {
        for (int i = 0; i < 50; i++) {
            take(line.transcode(opus(48_000 + 960L * i, i * SECOND / 50)));
        }
        assertTrue(made >= 44, made + " frames");
        assertTrue(Math.abs(end - 48_000) <= 3_072, "ends at " + end);
    }

    @Test
    void aPauseIsFilledUpToHalfASecondAgo() {
        take(line.transcode(opus(48_000, 0)));
        take(line.silence(SECOND));
        assertTrue(made <= 1, "a second may pass between two packets");
        take(line.silence(5 * SECOND));
        long due = 48_000 * 9 / 2;
        assertTrue(Math.abs(end - due) <= 3_072, "ends at " + end);
        take(line.silence(6 * SECOND));
        assertTrue(Math.abs(end - due - 48_000) <= 3_072, "ends at " + end);
    }

    @Test
    void aSenderThatCountsAnewIsHeard() {
        take(line.transcode(opus(48_000_000, 0)));
        for (int i = 0; i < 10; i++) {
            take(line.transcode(opus(960L * i, SECOND + i * SECOND / 50)));
        }
        assertTrue(Math.abs(end - 48_000 - 9_600) <= 3_072, "ends at " + end);
    }

    @Test
    void soundAfterAPauseInWhichTheClockStoodStillTakesItsPlaceInTime() {
        take(line.transcode(opus(48_000, 0)));
        take(line.silence(12 * SECOND));
        long resumed = 0; // when the first packet was heard
        for (int i = 1; i <= 100; i++) {
            long now = 12 * SECOND + i * SECOND / 50;
            long before = end;
            take(line.transcode(opus(48_000 + 960L * i, now)));
            take(line.silence(now));
            resumed = resumed == 0 && end - before > 9_600 ? now : resumed;
        }
        assertTrue(resumed > 0 && resumed <= 12 * SECOND + SECOND / 2, "heard at " + resumed);
        assertTrue(Math.abs(end - 14L * 48_000) <= 4_096, "ends at " + end);
    }

    @Test
    void packetsThatWereHeldUpOnTheWayStayWhereTheyBelong() {
        take(line.transcode(opus(48_000, 0)));
        take(line.silence(3 * SECOND));
        for (int i = 1; i <= 200; i++) {
            long sent = i * SECOND / 50;
            long now = Math.max(sent, 3 * SECOND + i * SECOND / 1_000);
            take(line.transcode(opus(48_000 + 960L * i, now)));
            take(line.silence(now));
        }
        assertTrue(Math.abs(end - 4L * 48_000) <= 3_072, "ends at " + end);
    }

    @Test
    void silenceGoesOnForAsLongAsAGapMayBe() {
        take(line.transcode(opus(48_000, 0)));
        for (long now = 0; now <= 30 * SECOND; now += SECOND / 50) {
            take(line.silence(now));
            long due = now <= SECOND ? 0 : (now - SECOND / 2) / 1_000 * 48 / 1_000;
            assertTrue(end <= due + 1_024 && end >= due - 3_072, end + " at " + now);
        }
    }

    @Test
    void packetsOfAnotherConnectionFollowTheSilenceWithoutAHole() {
        for (int i = 0; i < 50; i++) {
            take(line.transcode(opus(48_000 + 960L * i, i * SECOND / 50)));
        }
        for (long now = SECOND; now <= 20 * SECOND; now += SECOND / 50) {
            take(line.silence(now));
        }
        timeLine.discontinuity();
        for (int i = 0; i < 50; i++) {
            take(line.transcode(opus(3 + 960L * i, 20 * SECOND + i * SECOND / 50)));
        }
        assertTrue(Math.abs(end - 21 * 48_000) <= 3_072, "ends at " + end);
        assertEquals(1, timeLine.sync().jumps());
    }

    /**
     * What was sent, whether packets came or silence was due while the stream was away, and then.
     */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aStreamThatBeginsAnewHasNothingOfTheTimeBetween(boolean sending, boolean packet) {
        int away = 12;
        take(line.transcode(opus(48_000, 0)));
        for (long now = 0; now <= 3 * SECOND && !sending; now += SECOND / 50) {
            take(line.silence(now));
        }
        long before = end;
        line.restart();
        made = 0;
        end = 0;
        for (int i = 0; i <= 10; i++) {
            long now = away * SECOND + i * SECOND / 50;
            take(
                    packet
                            ? line.transcode(opus(48_000 + 48 * now / 1_000_000, now))
                            : line.silence(now));
        }
        long begun = end - made * 1_024;
        long due = packet ? away * 48_000 : away * 48_000 - 24_000;
        assertTrue(begun >= before && Math.abs(begun - due) <= 1_024, "begins at " + begun);
        assertTrue(made >= 5 && made <= 10, made + " frames");
    }

    @Test
    void aStreamThatBeginsAnewAtOnceTakesNoStepBack() {
        take(line.transcode(opus(48_000, 0)));
        take(line.silence(4 * SECOND));
        long before = end;
        assertTrue(before > 48_000);
        line.restart();
        end = 0;
        for (int i = 1; i <= 200; i++) { // were held up, and silence has taken the place of some
            take(line.transcode(opus(48_000 + 960L * i, 4 * SECOND + i * SECOND / 1_000)));
        }
        assertEquals(0, (end - before) % 1_024);
        assertTrue(end - made * 1_024 <= before && Math.abs(end - 4 * 48_000) <= 3_072);
    }

    /**
     * Ten minutes of a sender whose clock is wrong, its packets up to 20 ms late: the line stays
     * with the wall time, and there is neither a hole nor a frame too many.
     */
    @ParameterizedTest
    @ValueSource(ints = {-1_000, -100, 100, 1_000})
    void aClockThatIsWrongDoesNotLeadTheLineAstray(int ppm) {
        Random jitter = new Random(3);
        long furthest = 0;
        for (int i = 0; i < 600 * 50; i++) {
            long now = i * SECOND / 50;
            long ticks = 7_000_000 + Math.round(i * 960 * (1 + ppm / 1e6));
            take(line.transcode(opus(ticks, now + jitter.nextInt(20_000_000))));
            take(line.silence(now));
            if (i > 1_000) {
                furthest = Math.max(furthest, Math.abs(i * 960L - end - 2_048));
            }
        }
        // 20 ms of jitter, 20 of the slow return, 20 of the resampler, a frame and a packet
        assertTrue(furthest < 3 * 960 + 1_024 + 960, "from the wall time by " + furthest);
        assertEquals(0, timeLine.sync().jumps());
    }

    @Test
    void silenceWithoutATrackBeginsWithTheFirstPictureAndStaysWithIt() {
        assertEquals(List.of(), line.quiet(9 * SECOND));
        for (int i = 0; i <= 250; i++) {
            long now = 10 * SECOND + i * SECOND / 25;
            long place = timeLine.millis(picture(9_000_000 + i * 3_600L, now)) * 48;
            take(line.quiet(now));
            assertTrue((end <= place && end > place - 1_024) || i == 0, end + " at " + place);
        }
        assertEquals(468, made); // 10 s
        line.restart();
        end = 0;
        take(line.quiet(60 * SECOND));
        take(line.quiet(61 * SECOND));
        assertTrue(Math.abs(end - 51 * 48_000) <= 1_024, "goes on at " + end);
        assertEquals(468 + 46, made);
        assertEquals(1, line.channels());
    }

    @Test
    void aSourceTakesTheTracksPlaceOnTheLine() {
        PcmSource source = new Hum();
        assertEquals(List.of(), line.fill(source, SECOND));
        for (int i = 0; i <= 250; i++) {
            long now = 10 * SECOND + i * SECOND / 25;
            timeLine.millis(picture(9_000_000 + i * 3_600L, now));
            take(line.fill(source, now));
        }
        assertTrue(Math.abs(end - 480_000) <= 4_096, "ends at " + end);
        assertEquals(2, line.channels());
        line.restart();
        assertEquals(2, line.channels());
    }

    @Test
    void packetsOfG711HaveTheirPlaceByTheirOwnClock() {
        byte[] packet = new byte[160];
        for (int i = 0; i < 500; i++) {
            Frame pcmu = new Frame(Codec.PCMU, true, 7 + 160L * i, i * SECOND / 50, packet, 0, 160);
            take(line.transcode(pcmu));
        }
        assertTrue(Math.abs(end - 480_000) <= 4_096, "ends at " + end);
        assertEquals(0, timeLine.sync().jumps());
    }

    private static final class Hum implements PcmSource {
        @Override
        public int channels() {
            return 2;
        }

        @Override
        public int waiting() {
            return 4_800;
        }

        @Override
        public int aim() {
            return 4_800;
        }

        @Override
        public int read(float[][] planes, int count) {
            return count;
        }
    }

    private static Frame picture(long timestamp, long arrival) {
        return new Frame(Codec.H264, true, timestamp, arrival, OPUS, 0, OPUS.length);
    }

    private void take(List<Frame> frames) {
        for (Frame frame : frames) {
            assertEquals(Codec.AAC, frame.codec());
            assertTrue(end == 0 || frame.timestamp() == end, end + " and " + frame.timestamp());
            end = frame.timestamp() + 1_024;
            made++;
        }
    }

    private static Frame opus(long timestamp, long arrival) {
        return new Frame(Codec.OPUS, true, timestamp, arrival, OPUS, 0, OPUS.length);
    }
}
