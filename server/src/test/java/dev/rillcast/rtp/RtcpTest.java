package dev.rillcast.rtp;

import static dev.rillcast.rtp.Packets.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RtcpTest {
    private static final int US = 0x11111111;
    private static final int MEDIA = 0x22222222;

    private final byte[] b = new byte[200];

    @Test
    void aReceiverReportWithoutBlocksIsEightBytes() {
        assertWritten("80 c9 0001 11111111", Rtcp.receiverReport(b, 0, US));
    }

    @Test
    void aReportBlockTellsLossOrderJitterAndClock() {
        ReceptionStats stats = new ReceptionStats(90_000);
        for (int number : new int[] {65_534, 65_535, 1, 2}) { // 0 is lost
            stats.received(Packets.numbered(number, 0));
        }
        stats.senderReport(0x01234567_89ABCDEFL, 1_000 * MS);
        int end = Rtcp.receiverReport(b, 0, US);
        end = Rtcp.reportBlock(b, 0, end, MEDIA, stats, 1_500 * MS);
        assertWritten(
                "81 c9 0007 11111111"
                        + "22222222"
                        + "33 000001" // one of five, in 1/256
                        + "0001 0002" // one wrap
                        + "00000000"
                        + "456789ab"
                        + "00008000", // half a second
                end);
    }

    @Test
    void blocksAreCountedAndThoseOfSilentStreamsLeftOut() {
        ReceptionStats stats = new ReceptionStats(48_000);
        stats.received(Packets.numbered(7, 0));
        int end = Rtcp.receiverReport(b, 0, US);
        end = Rtcp.reportBlock(b, 0, end, MEDIA, stats, 0);
        end = Rtcp.reportBlock(b, 0, end, MEDIA + 1, new ReceptionStats(48_000), 0);
        end = Rtcp.reportBlock(b, 0, end, MEDIA + 2, stats, 0);
        assertEquals("82c9000d", Hex.text(b, 0, 4));
        assertEquals("22222224", Hex.text(b, 32, 36));
        assertEquals(56, end);
    }

    @Test
    void aNegativeLossIsWrittenInTwosComplement() {
        ReceptionStats stats = new ReceptionStats(48_000);
        stats.received(Packets.numbered(7, 0));
        stats.received(Packets.numbered(7, 0));
        Rtcp.reportBlock(b, 0, Rtcp.receiverReport(b, 0, US), MEDIA, stats, 0);
        assertEquals("00ffffff", Hex.text(b, 12, 16));
    }

    @Test
    void nackPacksTheSixteenNumbersAfterTheFirst() {
        int[] lost = {100, 101, 103, 116, 117};
        assertWritten(
                "81 cd 0004 11111111 22222222 0064 8005 0075 0000",
                Rtcp.nack(b, 0, US, MEDIA, lost, lost.length));
    }

    @Test
    void nackPacksAcrossTheWrap() {
        int[] lost = {65_535, 0, 15};
        assertWritten(
                "81 cd 0003 11111111 22222222 ffff 8001",
                Rtcp.nack(b, 0, US, MEDIA, lost, lost.length));
    }

    @Test
    void nackTakesOnlyAsManyNumbersAsAreCounted() {
        assertWritten(
                "81 cd 0003 11111111 22222222 0005 0000",
                Rtcp.nack(b, 0, US, MEDIA, new int[] {5, 6, 7}, 1));
    }

    @Test
    void pictureLossNamesTheStream() {
        assertWritten("81 ce 0002 11111111 22222222", Rtcp.pictureLoss(b, 0, US, MEDIA));
    }

    @Test
    void anEstimateHasAnExponentAndAMantissaOfEighteenBits() {
        assertWritten(
                "8f ce 0005 11111111 00000000 52454d42 01 03ffff 22222222",
                Rtcp.estimate(b, 0, US, MEDIA, 0x3FFFF));
        assertWritten(
                "8f ce 0005 11111111 00000000 52454d42 01 1262 5a 22222222"
                        .replace("1262 5a", "12625a"),
                Rtcp.estimate(b, 0, US, MEDIA, 2_500_000));
    }

    @Test
    void byeNamesOneSource() {
        assertWritten("81 cb 0001 11111111", Rtcp.bye(b, 0, US));
    }

    @Test
    void messagesStandOneBehindAnother() {
        int end = Rtcp.receiverReport(b, 0, US);
        end = Rtcp.pictureLoss(b, end, US, MEDIA);
        assertWritten("80c90001 11111111 81ce0002 11111111 22222222", Rtcp.bye(b, end, US) - 8);
        assertEquals("81cb000111111111", Hex.text(b, 20, 28));
    }

    private void assertWritten(String hex, int end) {
        assertEquals(Hex.plain(hex), Hex.text(b, 0, end));
    }
}
