package dev.rillcast.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sender in simulated time: both tracks start at an RTP time of their own, audio's clock may run
 * fast, and video may take longer to arrive.
 */
class TimeLineTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long VIDEO_START = 1L << 32;
    private static final long AUDIO_START = 7_000_000_000L;

    private final TimeLine line = new TimeLine();
    private double audioClock = 1; // how fast, against the wall
    private long videoDelay; // in milliseconds, of arrival
    private long firstVideoReport = NEVER;
    private long videoReportEvery = 1_000;
    private long firstAudioReport = NEVER;
    private long audioReportEvery = 1_000;

    private long largestSkew; // after settling
    private long largestStep; // of video, against the 40 ms between its pictures

    @ParameterizedTest
    @CsvSource({"0, 1000, 0, 1000", "500, 1000, 2500, 5000"})
    void reportsBringBothTracksTogether(long video, long videoEvery, long audio, long audioEvery) {
        firstVideoReport = video;
        videoReportEvery = videoEvery;
        firstAudioReport = audio;
        audioReportEvery = audioEvery;
        videoDelay = 500;
        run(60_000, 9_000);
        assertTrue(largestSkew < 5, "skew " + largestSkew);
        assertTrue(largestStep <= 6, "step " + largestStep);
    }

    @Test
    void arrivalDoesWithoutReports() {
        videoDelay = 40;
        run(20_000, 0);
        assertTrue(largestSkew <= 41, "skew " + largestSkew);
        assertTrue(largestStep <= 1, "step " + largestStep);
    }

    @ParameterizedTest
    @CsvSource({"1.0001", "0.9999"})
    void driftingClocksStayTogether(double clock) {
        audioClock = clock;
        firstVideoReport = 500;
        firstAudioReport = 2_500;
        audioReportEvery = 5_000;
        run(600_000, 5_000);
        assertTrue(largestSkew < 45, "skew " + largestSkew);
        assertTrue(largestStep <= 6, "step " + largestStep);
    }

    @Test
    void onceSettledThePicturesKeepTheirDistance() {
        firstVideoReport = 0;
        firstAudioReport = 0;
        videoDelay = 200;
        run(20_000, 10_000);
        largestStep = 0;
        run(20_000, 30_000, 0);
        assertTrue(largestStep <= 1, "step " + largestStep);
    }

    @Test
    void reportsThatCannotBeAreNotBelieved() {
        line.report(Codec.H264, new SenderReport(0, VIDEO_START));
        line.report(Codec.OPUS, new SenderReport(60L << 32, AUDIO_START));
        run(10_000, 0);
        assertTrue(largestSkew <= 1, "skew " + largestSkew);
    }

    @Test
    void theLineBeginsAtZeroAndAlwaysGoesOn() {
        assertEquals(0, line.millis(video(90_000, 1_000)));
        assertEquals(40, line.millis(video(93_600, 1_040)));
        assertEquals(41, line.millis(video(93_000, 1_041)));
        assertEquals(80, line.millis(video(97_200, 1_080)));
        assertEquals(100, line.millis(audio(48_000, 1_100)));
        assertEquals(101, line.millis(audio(0, 1_120)));
    }

    @Test
    void aPictureInManyPacketsIsPlacedByItsFirst() {
        Frame picture =
                new Frame(
                        Codec.H264, true, 90_000, 1_000_000_000, 1_028_000_000, new byte[1], 0, 1);
        assertEquals(0, line.millis(picture));
        assertEquals(28, line.millis(audio(48_000, 1_028)));
    }

    @Test
    void aSenderThatCountsAnewGoesOnWhereItArrives() {
        assertEquals(0, line.millis(video(900_000_000, 1_000)));
        assertEquals(40, line.millis(video(900_003_600, 1_040)));
        assertEquals(80, line.millis(video(5_000, 1_080)));
        assertEquals(120, line.millis(video(8_600, 1_120)));
        assertEquals(160, line.millis(video(7_000_000_000L, 1_160)));
    }

    @Test
    void framesThatWereHeldUpKeepTheirDistance() {
        assertEquals(0, line.millis(video(0, 0)));
        assertEquals(40, line.millis(video(3_600, 4_000)));
        assertEquals(80, line.millis(video(7_200, 4_000)));
    }

    @Test
    void aMessageHasTheTimeOfTheFrameBeforeItAndNeverGoesBack() {
        assertEquals(0, line.messageMillis());
        line.millis(video(90_000, 1_000));
        line.millis(video(97_200, 1_080));
        assertEquals(80, line.messageMillis());
        line.ticks(audio(48_000, 1_090)); // not yet encoded
        assertEquals(90, line.messageMillis());
        line.millis(aac(3_360));
        assertEquals(90, line.messageMillis());
        line.millis(video(100_800, 1_120));
        assertEquals(120, line.messageMillis());
    }

    private void run(long millis, long settling) {
        run(0, millis, settling);
    }

    /** Pictures every 40 ms, sound every 20 ms. */
    private void run(long from, long until, long settling) {
        long lastPicture = -1;
        for (long now = from; now < until; now += 20) {
            reports(now);
            long sound = line.millis(audio(AUDIO_START + audioTicks(now), now));
            if (now % 40 == 0) {
                long picture = line.millis(video(VIDEO_START + now * 90, now + videoDelay));
                if (lastPicture >= 0) {
                    largestStep = Math.max(largestStep, Math.abs(picture - lastPicture - 40));
                }
                lastPicture = picture;
                long skew = Math.abs(picture - sound);
                largestSkew = now < settling ? 0 : Math.max(largestSkew, skew);
            }
        }
    }

    private void reports(long now) {
        if (now >= firstVideoReport && (now - firstVideoReport) % videoReportEvery == 0) {
            line.report(Codec.H264, new SenderReport(ntp(now), VIDEO_START + now * 90));
        }
        if (now >= firstAudioReport && (now - firstAudioReport) % audioReportEvery == 0) {
            line.report(Codec.OPUS, new SenderReport(ntp(now), AUDIO_START + audioTicks(now)));
        }
    }

    private long audioTicks(long now) {
        return Math.round(now * 48 * audioClock);
    }

    private static long ntp(long millis) {
        return (3_900_000_000L << 32) + (millis << 32) / 1_000;
    }

    private static Frame video(long timestamp, long arrival) {
        return frame(Codec.H264, timestamp, arrival);
    }

    private static Frame audio(long timestamp, long arrival) {
        return frame(Codec.OPUS, timestamp, arrival);
    }

    private static Frame aac(long timestamp) {
        return frame(Codec.AAC, timestamp, 0);
    }

    private static Frame frame(Codec codec, long timestamp, long arrival) {
        return new Frame(codec, true, timestamp, arrival * 1_000_000, new byte[1], 0, 1);
    }
}
