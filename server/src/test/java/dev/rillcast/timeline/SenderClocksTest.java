package dev.rillcast.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.report.Sync;
import dev.rillcast.rtp.SenderReport;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sender whose clocks do what clocks do, in simulated time: its sound and its pictures of one
 * moment must be at one place of the line, and that place near the wall time. Packets take 20 to 40
 * ms, those of video 30 more, and reports come as browsers send them.
 */
class SenderClocksTest {
    private static final int SECOND = 1_000;

    private final TimeLine line = new TimeLine();
    private final Random jitter = new Random(5);
    private final Clock audio = new Clock(48, 20, 5 * SECOND);
    private final Clock video = new Clock(90, 40, SECOND);
    private double ntp = 3_900_000_000_000.0;

    private double soundAgainstWall;
    private double maxSkew;
    private double maxFromWall;
    private double maxStep; // apart from where a track began anew
    private boolean reports = true;

    /** One track's, and when it sends. */
    private static final class Clock {
        final int ticksPerMilli;
        final int interval;
        final int reportEvery;
        double ppm;
        double millis = 77_000; // since some day
        long silentUntil = -1;
        long lastPlace = -1;
        double lastMillis;
        long frames;

        Clock(int ticksPerMilli, int interval, int reportEvery) {
            this.ticksPerMilli = ticksPerMilli;
            this.interval = interval;
            this.reportEvery = reportEvery;
        }

        long timestamp() {
            return (1L << 32) + Math.round(millis * ticksPerMilli);
        }
    }

    @ParameterizedTest(name = "audio {0} ppm, video {1} ppm, {2} h")
    @CsvSource({
        "200, 0, 4",
        "-200, 0, 4",
        "0, 200, 1",
        "200, -200, 2",
        "-200, 200, 2",
        "1000, 0, 1",
        "-1000, 0, 1",
        "-1000, 1000, 1",
        "1500, 0, 1",
    })
    void clocksThatDriftStayTogether(double audioPpm, double videoPpm, int hours) {
        audio.ppm = audioPpm;
        video.ppm = videoPpm;
        run(0, 10);
        forget();
        run(10, hours * 3_600);
        assertTrue(maxSkew < 45, "skew " + maxSkew);
        assertTrue(maxStep <= 6, "step " + maxStep);
        Sync sync = line.sync();
        assertEquals(0, sync.jumps());
        double drift = Math.abs(audioPpm - videoPpm) * hours * 3.6;
        assertTrue(sync.corrected() > drift * 0.9, sync.toString());
        assertTrue(sync.corrections() >= sync.corrected() / 5, sync.toString());
    }

    @ParameterizedTest(name = "audio {0} ppm, video {1} ppm, {2} h")
    @CsvSource({"200, 0, 2", "-200, 0, 2", "200, -200, 1"})
    void clocksThatNoReportTellsOfStayTogetherToo(double audioPpm, double videoPpm, int hours) {
        reports = false;
        audio.ppm = audioPpm;
        video.ppm = videoPpm;
        run(0, hours * 3_600);
        assertTrue(maxSkew < 60, "skew " + maxSkew);
        assertTrue(maxStep <= 6, "step " + maxStep);
    }

    /**
     * After half a minute the tracks fall silent for as long as is said; their clocks count as is
     * said meanwhile, and the wall clock of the reports is set forward or back.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
    # what happens                        | audio s, counts | video s, counts | wall  | settled, jumps
    a laptop sleeps, its clocks go on     |   5 |     5     |   5 |     5     |     0 |  1 | 0
    it sleeps long                        |  25 |    25     |  25 |    25     |     0 |  1 | 0
    both clocks stand                     |   5 |     0     |   5 |     0     |     0 |  1 | 2
    both stand for long                   |  25 |     0     |  25 |     0     |     0 |  1 | 2
    both stand for a little over a second | 1.2 |     0     | 1.2 |     0     |     0 |  1 | 2
    both stand for less than a second     | 0.6 |     0     | 0.6 |     0     |     0 |  1 | 0
    audio stands, video goes on           |   5 |     0     |   5 |     5     |     0 |  1 | 1
    video stands, audio goes on           |   5 |     5     |   5 |     0     |     0 |  1 | 1
    a muted track counts on from there    |   5 |     0     |   0 |     0     |     0 |  1 | 1
    a camera that was off does so         |   0 |     0     |  20 |     0     |     0 |  1 | 1
    video stands for half a second        |   0 |     0     | 0.5 |     0     |     0 | 14 | 0
    audio stands for half a second        | 0.5 |     0     |   0 |     0     |     0 | 14 | 0
    audio jumps ahead                     |   0 |     5     |   0 |     0     |     0 |  0 | 1
    video jumps ahead                     |   0 |     0     |   0 |     5     |     0 |  0 | 1
    both jump ahead by an hour            |   0 |  3600     |   0 |  3600     |     0 |  0 | 2
    audio jumps back                      |   0 |    -5     |   0 |     0     |     0 |  1 | 1
    video jumps back                      |   0 |     0     |   0 |    -5     |     0 |  1 | 1
    video jumps far back                  |   0 |     0     |   0 |   -70     |     0 |  0 | 1
    sound wakes up later than the picture |   8 |     0     |   5 |     0     |     0 |  1 | 2
    the sender's wall clock is set        |   0 |     0     |   0 |     0     |   2.5 |  0 | 0
    it is set back                        |   0 |     0     |   0 |     0     |  -1.5 |  0 | 0
    it is set by an hour                  |   0 |     0     |   0 |     0     | -3600 |  0 | 0
    it sleeps, and is set then            |   5 |     5     |   5 |     5     |     2 |  1 | 0
    """)
    void whateverClocksDoTheTracksMeetAgain(
            String what,
            double audioSilent,
            double audioCounts,
            double videoSilent,
            double videoCounts,
            double wall,
            int settled,
            int jumps) {
        run(0, 30);
        assertEquals(0, line.sync().jumps());
        interrupt(audio, audioSilent, audioCounts);
        interrupt(video, videoSilent, videoCounts);
        ntp += wall * SECOND;
        int longest = (int) Math.ceil(Math.max(audioSilent, videoSilent));
        run(30, 30 + longest + settled);
        forget();
        run(30 + longest + settled, 120);
        assertTrue(maxSkew < 45, "skew " + maxSkew);
        assertTrue(maxFromWall < SECOND, "from the wall time by " + maxFromWall);
        assertTrue(maxStep <= 20, "step " + maxStep);
        assertEquals(jumps, line.sync().jumps());
    }

    @Test
    void sleepingAgainAndAgainLeavesTheLineNearTheWallTime() {
        for (int i = 0; i < 20; i++) {
            run(i * 60, i * 60 + 30);
            interrupt(audio, 0.8, 0);
            interrupt(video, 0.8, 0);
            run(i * 60 + 30, i * 60 + 60);
        }
        forget();
        run(20 * 60, 20 * 60 + 10);
        assertTrue(maxFromWall < 11 * SECOND, "from the wall time by " + maxFromWall);
    }

    @Test
    void aClockThatRunsWildDoesNotOutrunTheWallTime() {
        for (int millis = 0; millis < 60 * SECOND; millis += 20) {
            audio.millis += 900;
            frame(audio, Codec.OPUS, millis, 20);
        }
        assertTrue(maxFromWall < 1_500, "from the wall time by " + maxFromWall);
    }

    @Test
    void reportsThatLieEachInAnotherWayMoveNothing() {
        run(0, 30);
        reports = false;
        Random lies = new Random(3);
        for (int second = 30; second < 300; second++) {
            line.report(Codec.H264, new SenderReport(lies.nextLong(), video.timestamp()));
            line.report(Codec.OPUS, new SenderReport(lies.nextLong(), audio.timestamp()));
            run(second, second + 1);
        }
        assertTrue(maxSkew < 75, "skew " + maxSkew);
        assertTrue(maxStep <= 6, "step " + maxStep);
    }

    @Test
    void anotherConnectionGoesOnInTimeWithoutAStepBack() {
        run(0, 30);
        line.discontinuity();
        interrupt(audio, 4, 1_000);
        interrupt(video, 4, -30);
        run(30, 35);
        forget();
        run(35, 60);
        assertTrue(maxSkew < 45, "skew " + maxSkew);
        assertTrue(maxFromWall < 60, "from the wall time by " + maxFromWall);
        assertEquals(2, line.sync().jumps());
    }

    private static void interrupt(Clock clock, double silent, double counts) {
        clock.silentUntil = Math.round(silent * SECOND);
        clock.millis += (counts - silent) * SECOND;
    }

    private void forget() {
        maxSkew = 0;
        maxFromWall = 0;
        maxStep = 0;
    }

    /** From second to second of the wall time. */
    private void run(int from, int until) {
        for (long now = from * (long) SECOND; now < until * (long) SECOND; now += 20) {
            frame(audio, Codec.OPUS, now, 20);
            if (now % 40 == 0) {
                frame(video, Codec.H264, now, 50);
            }
            for (Clock clock : new Clock[] {audio, video}) {
                clock.millis += 20 * (1 + clock.ppm / 1e6);
                clock.silentUntil -= 20;
            }
            ntp += 20;
        }
    }

    private static long fixedPoint(double millis) {
        long seconds = (long) (millis / SECOND);
        return (seconds << 32) + Math.round((millis / SECOND - seconds) * (1L << 32));
    }

    private void frame(Clock clock, Codec codec, long now, int transit) {
        if (clock.silentUntil > 0) {
            return;
        }
        if (reports && clock.frames * clock.interval % clock.reportEvery == 0) {
            line.report(codec, new SenderReport(fixedPoint(ntp), clock.timestamp()));
        }
        clock.frames++;
        int jumps = line.sync().jumps();
        long arrival = (now + transit + jitter.nextInt(20)) * 1_000_000;
        Frame frame = new Frame(codec, true, clock.timestamp(), arrival, new byte[1], 0, 1);
        long place = line.millis(frame);
        assertTrue(place >= clock.lastPlace, "a step back");
        if (clock.lastPlace >= 0 && jumps == line.sync().jumps()) {
            double step = place - clock.lastPlace - (clock.millis - clock.lastMillis);
            maxStep = Math.max(maxStep, Math.abs(step));
        }
        clock.lastPlace = place;
        clock.lastMillis = clock.millis;
        if (codec == Codec.OPUS) {
            soundAgainstWall = place - now;
            maxFromWall = Math.max(maxFromWall, Math.abs(soundAgainstWall));
        } else if (audio.silentUntil <= 0) {
            maxSkew = Math.max(maxSkew, Math.abs(place - now - soundAgainstWall));
        }
    }
}
