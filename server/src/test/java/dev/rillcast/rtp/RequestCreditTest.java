package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RequestCreditTest {
    private final RequestCredit credit = new RequestCredit();

    @Test
    void eachPacketThatComesGivesLeaveForOneRequest() {
        assertEquals(384, spendAll(), "at the start");
        come(100);
        assertEquals(100, spendAll());
        come(10_000);
        assertEquals(512, spendAll(), "no more than that is saved up");
    }

    @Test
    void aRequestIsSaidTwiceOnlyWhereThereIsPlenty() {
        assertTrue(credit.plenty());
        spendAll();
        come(256);
        assertFalse(credit.plenty());
        come(1);
        assertTrue(credit.plenty());
    }

    @Test
    void whereAskingIsInVainThereIsLeaveForOneInSixteen() {
        settle(10, false);
        come(1);
        assertEquals(32, spendAll(), "what was saved up is gone");
        come(1_600);
        assertEquals(32, spendAll());
        come(160);
        assertEquals(10, spendAll());
    }

    @Test
    void anAnswerInFourThatDoesNotComeIsBorneWith() {
        for (int i = 0; i < 1_000; i++) {
            settle(4, true);
            settle(1, false);
        }
        spendAll();
        come(100);
        assertEquals(100, spendAll());
    }

    @Test
    void whenAnswersComeAgainThereIsLeaveForAll() {
        settle(1_000, false);
        settle(43, true);
        come(1);
        spendAll();
        come(16);
        assertEquals(1, spendAll(), "not so soon");
        settle(1, true);
        come(16);
        assertEquals(16, spendAll());
    }

    private void come(int packets) {
        for (int i = 0; i < packets; i++) {
            credit.packet();
        }
    }

    private void settle(int packets, boolean inTime) {
        for (int i = 0; i < packets; i++) {
            credit.settled(inTime);
        }
    }

    private int spendAll() {
        int count = 0;
        for (; credit.any(); count++) {
            credit.spend();
        }
        return count;
    }
}
