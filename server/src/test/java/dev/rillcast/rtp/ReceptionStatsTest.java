package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceptionStatsTest {
    private final ReceptionStats stats = new ReceptionStats(90_000);

    @Test
    void nothingIsLostBeforeTheFirstPacket() {
        assertFalse(stats.started());
        assertEquals(0, stats.lost());
        receive(9);
        assertTrue(stats.started());
        assertEquals(0, stats.lost());
    }

    @Test
    void lossIsExpectedMinusReceived() { // RFC 3550 A.3
        receive(10, 11, 14, 15);
        assertEquals(2, stats.lost());
        receive(12); // came late
        assertEquals(1, stats.lost());
    }

    @Test
    void theFractionIsThatOfTheLastInterval() {
        receive(0, 1, 2, 7);
        assertEquals(4 * 256 / 8, stats.fractionLost());
        assertEquals(0, stats.fractionLost());
        receive(8, 9, 10, 12);
        assertEquals(256 / 5, stats.fractionLost());
        assertEquals(5, stats.lost());
    }

    @Test
    void moreReceivedThanExpectedIsNoFraction() {
        receive(0, 1);
        assertEquals(0, stats.fractionLost());
        receive(1, 1, 2);
        assertEquals(0, stats.fractionLost());
        assertEquals(-2, stats.lost());
    }

    @Test
    void theHighestNumberCountsItsWrapsFromZero() {
        receive(65_535);
        assertEquals(0xFFFF, stats.highestSequence());
        receive(1, 0);
        assertEquals(0x1_0001, stats.highestSequence());
    }

    @Test
    void aFarJumpIsANewStartAndNoLoss() {
        receive(100, 101, 30_000, 30_001);
        assertEquals(0, stats.lost());
        assertEquals(30_001, stats.highestSequence() & 0xFFFF);
        receive(20, 22);
        assertEquals(1, stats.lost());
        assertEquals(22, stats.highestSequence() & 0xFFFF);
    }

    @Test
    void jitterIsTheSmoothedDifferenceOfTransitTimes() { // RFC 3550 A.8
        stats.received(Packets.of(0, 0, true, 1_000 * MS, new byte[1]));
        stats.received(Packets.of(1, 3_600, true, 1_040 * MS, new byte[1])); // 40 ms later both
        assertEquals(0, stats.jitter());
        stats.received(Packets.of(2, 7_200, true, 1_096 * MS, new byte[1])); // 16 ms too late
        assertEquals(16 * 90 / 16, stats.jitter());
        stats.received(Packets.of(3, 10_800, true, 1_136 * MS, new byte[1]));
        assertEquals(90 - 90 / 16 - 1, stats.jitter());
    }

    @Test
    void jitterBearsTheWrapOfTheTimeStampAndYearsOfUptime() {
        long years = 5L * 365 * 86_400 * 1_000 * MS;
        stats.received(Packets.of(0, 0xFFFF_FFFFL - 3_599, true, years, new byte[1]));
        stats.received(Packets.of(1, 0, true, years + 40 * MS, new byte[1]));
        assertEquals(0, stats.jitter());
    }

    @Test
    void theDelayCountsFromTheLastSenderReport() {
        assertEquals(0, stats.delaySinceLastReport(77 * MS));
        assertEquals(0, stats.lastReport());
        stats.senderReport(0xAAAA1234_5678BBBBL, 100 * MS);
        assertEquals(0x12345678, stats.lastReport());
        assertEquals(65_536 / 4, stats.delaySinceLastReport(350 * MS));
    }

    private void receive(int... numbers) {
        for (int number : numbers) {
            stats.received(Packets.numbered(number, 0));
        }
    }
}
