package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.auth.Attempts.Outcome;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("203.0.113.9");

    private final Attempts attempts = new Attempts();

    /** Where the clock begins is of no meaning; that it overflows must not matter. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    @Test
    void fiveWrongOnesInARowAreFreeThenTheWaitDoubles() {
        for (int i = 0; i < 5; i++) {
            attempt(HERE, Outcome.WRONG);
        }
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertEquals(tooMany(seconds), refusal(() -> attempts.begin(HERE, now)));
            now += Duration.ofSeconds(seconds).toNanos() - 1;
            assertEquals(tooMany(1), refusal(() -> attempts.begin(HERE, now)));
            now += 1;
            attempt(HERE, Outcome.WRONG);
        }
    }

    @Test
    void aRefusedAttemptDoesNotMakeTheWaitLonger() {
        wrong(HERE, 8);
        for (int i = 0; i < 100; i++) {
            assertEquals(tooMany(8), refusal(() -> attempts.begin(HERE, now)));
        }
        now += Duration.ofSeconds(8).toNanos();
        attempt(HERE, Outcome.RIGHT);
    }

    @Test
    void aRightOneClearsTheCount() {
        wrong(HERE, 4);
        attempt(HERE, Outcome.RIGHT);
        assertEquals(0, attempts.addresses());
        wrong(HERE, 5);
        assertEquals(tooMany(1), refusal(() -> attempts.begin(HERE, now)));
    }

    @Test
    void whatNobodyCouldCheckCountsNeitherWay() {
        wrong(HERE, 4);
        for (int i = 0; i < 10; i++) {
            attempt(HERE, Outcome.UNKNOWN);
        }
        attempt(HERE, Outcome.WRONG);
        assertEquals(tooMany(1), refusal(() -> attempts.begin(HERE, now)));
    }

    @Test
    void afterAQuarterOfAnHourAllIsForgotten() {
        wrong(HERE, 20);
        now += Duration.ofMinutes(15).toNanos();
        wrong(HERE, 4);
        attempt(HERE, Outcome.RIGHT);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9, true",
        "203.0.113.9, 203.0.113.8, false",
        "::ffff:203.0.113.9, 203.0.113.9, true",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    })
    void anAddressStandsForItselfOrItsNetwork(String one, String other, boolean same) {
        wrong(InetAddress.ofLiteral(one), 5);
        if (same) {
            assertEquals(
                    tooMany(1), refusal(() -> attempts.begin(InetAddress.ofLiteral(other), now)));
        } else {
            attempt(InetAddress.ofLiteral(other), Outcome.RIGHT);
        }
    }

    @Test
    void manyAtTheSameMomentAreNotAllTheFirst() {
        for (int i = 0; i < Attempts.MAX_AT_ONCE; i++) {
            begin(THERE);
        }
        String atOnce =
                "TOO_MANY_ATTEMPTS: too many attempts from your address at the same time;"
                        + " try again in 1 s";
        assertEquals(atOnce, refusal(() -> attempts.begin(THERE, now)));
        for (int i = 0; i < Attempts.MAX_AT_ONCE; i++) {
            attempts.end(THERE, Outcome.WRONG, now);
        }
        assertEquals(tooMany(60), refusal(() -> attempts.begin(THERE, now)));
        now += Duration.ofSeconds(60).toNanos();
        begin(THERE);
        assertEquals(atOnce, refusal(() -> attempts.begin(THERE, now)));
    }

    @Test
    void theTableIsBoundedAndDropsWhoTriedLeastLately() {
        InetAddress patient = InetAddress.ofLiteral("198.51.100.1");
        wrong(patient, 5);
        for (int i = 0; i < Attempts.MAX_ADDRESSES + 10; i++) {
            attempt(
                    InetAddress.ofLiteral(
                            "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)),
                    Outcome.WRONG);
            if (i % 1_000 == 0) {
                assertEquals(tooMany(1), refusal(() -> attempts.begin(patient, now)));
            }
        }
        assertEquals(Attempts.MAX_ADDRESSES, attempts.addresses());
        assertEquals(tooMany(1), refusal(() -> attempts.begin(patient, now)));
    }

    @Test
    void theLogTellsOnceWhoHasToWait() {
        try (Logged log = new Logged()) {
            for (int i = 0; i < 8; i++) {
                attempt(THERE, Outcome.WRONG);
                now += Duration.ofMinutes(1).toNanos();
            }
            assertEquals(1, log.count("INFO", "5 wrong attempts from 203.0.113.9"));
        }
    }

    private static String tooMany(int seconds) {
        return "TOO_MANY_ATTEMPTS: too many wrong attempts from your address; try again in "
                + seconds
                + " s";
    }

    /** Wrong ones at the same moment. */
    private void wrong(InetAddress address, int times) {
        for (int i = 0; i < times; i++) {
            begin(address);
        }
        for (int i = 0; i < times; i++) {
            attempts.end(address, Outcome.WRONG, now);
        }
    }

    private void attempt(InetAddress address, Outcome outcome) {
        begin(address);
        attempts.end(address, outcome, now);
    }

    private void begin(InetAddress address) {
        assertDoesNotThrow(() -> attempts.begin(address, now));
    }
}
