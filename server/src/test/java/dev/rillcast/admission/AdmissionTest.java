package dev.rillcast.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long SECOND = 1_000_000_000;
    private static final int PROCESSORS = 2;

    private long now;

    @Test
    void asManyRunAsMay() {
        Admission three = new Admission(3, 100, PROCESSORS, now);
        assertTrue(isAdmitted(three, 2));
        assertEquals(
                "the server has no room for another broadcast: 3 run, as many as may",
                three.refusal(3).orElseThrow());
        assertTrue(isAdmitted(three, 2), "one of them has ended");
        assertEquals(1, three.refusals());
    }

    @Test
    void withoutLimitsAllMayBegin() {
        Admission all = new Admission(0, 100, PROCESSORS, now);
        load(all, 1, 60);
        assertTrue(isAdmitted(all, 100_000));
    }

    @Test
    void noneBeginsWhileTheProcessorsAreBusyAndOthersWhenTheyAreNot() {
        Admission admission = ofLoad();
        load(admission, 0.95, 60);
        assertFalse(isAdmitted(admission, 1));
        load(admission, 0.5, 10);
        assertTrue(isAdmitted(admission, 1));
    }

    @Test
    void aPeakOfSomeSecondsRefusesNobody() {
        Admission admission = ofLoad();
        load(admission, 0.5, 60);
        load(admission, 1, 5);
        assertTrue(isAdmitted(admission, 1));
        load(admission, 1, 10);
        assertFalse(isAdmitted(admission, 1), "that is no peak any more");
    }

    @Test
    void theWorkOfTheStartRefusesNobody() {
        Admission admission = ofLoad();
        load(admission, 1, 10);
        assertTrue(isAdmitted(admission, 1));
    }

    @Test
    void theFirstMayBeginHoweverBusyOthersKeepTheMachine() {
        Admission admission = ofLoad();
        load(admission, 1, 60);
        assertTrue(isAdmitted(admission, 0));
        assertFalse(isAdmitted(admission, 1));
    }

    @Test
    void ofAThousandThatComeAtOnceThoseAreLetInThatTheMachineCanCarry() {
        Admission admission = ofLoad();
        load(admission, 0.5, 60);
        int running = 0;
        for (int i = 0; i < 1_000; i++) {
            running += isAdmitted(admission, running) ? 1 : 0;
        }
        assertEquals(80, running, 1, "40 % of two processors, at 10 ms in a second for each");
        load(admission, 0.5, 30);
        assertTrue(isAdmitted(admission, running), "they have turned out to be cheaper");
    }

    @Test
    void whatTheLoadShowsOfThoseWhoHaveBegunIsNotCountedTwice() {
        for (int seconds = 0; seconds < 60; seconds++) {
            now = 0;
            Admission admission = ofLoad();
            int running = 0;
            for (; running < 100; running++) {
                assertTrue(isAdmitted(admission, running));
            }
            load(admission, 0.5, seconds); // what they cost
            while (isAdmitted(admission, running)) {
                running++;
            }
            assertEquals(180, running, 1, "after " + seconds + " s");
        }
    }

    @Test
    void aMachineThatDoesNotTellCountsAsIdle() {
        Admission admission = ofLoad();
        load(admission, -1, 60);
        assertEquals(0, admission.load());
        assertTrue(isAdmitted(admission, 1));
    }

    @Test
    void theLoadIsTheSameHoweverOftenItIsTaken() {
        Admission often = ofLoad();
        Admission seldom = ofLoad();
        for (int i = 1; i <= 8; i++) {
            often.measured(0.8, i * SECOND);
        }
        seldom.measured(0.8, 8 * SECOND);
        assertEquals(often.load(), seldom.load(), 1e-9);
        assertEquals(0.59, often.load(), 0.01);
    }

    private static Admission ofLoad() {
        return new Admission(0, 90, PROCESSORS, 0);
    }

    private static boolean isAdmitted(Admission admission, int running) {
        boolean admitted = admission.refusal(running).isEmpty();
        if (admitted) {
            admission.begun();
        }
        return admitted;
    }

    private void load(Admission admission, double share, int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            admission.measured(share, now);
        }
    }
}
