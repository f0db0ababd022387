package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
    private static final String SENDER_REPORT =
            "80c80006 22222222 01234567 89abcdef 99887766 00000001 00000002";
    private static final String SENDER_REPORT_SEEN = "sr 22222222 123456789abcdef 99887766";
    private static final String NAME = "81ca0002 22222222 01 02 6162";
    private static final String BYE = "82cb0002 22222222 33333333";

    @Test
    void everyPartOfACompoundPacketIsRead() {
        assertEquals(
                List.of(SENDER_REPORT_SEEN, "bye 22222222", "bye 33333333"),
                read(SENDER_REPORT, NAME, BYE));
    }

    @Test
    void aReportWithBlocksIsReadUpToItsOwnFields() {
        String block = "11111111 00000000 00000000 00000000 00000000 00000000";
        String report = "81c8000c" + SENDER_REPORT.substring(8) + block;
        assertEquals(
                List.of(SENDER_REPORT_SEEN, "bye 22222222", "bye 33333333"), read(report, BYE));
    }

    @Test
    void anEmptyByeIsPassedOver() {
        assertEquals(List.of(SENDER_REPORT_SEEN), read("80cb0000", SENDER_REPORT));
    }

    @Test
    void aByeThatCountsMoreSourcesThanItHasNamesThoseThatItHas() {
        assertEquals(
                List.of("bye 22222222", SENDER_REPORT_SEEN),
                read("9fcb0001 22222222", SENDER_REPORT));
    }

    @Test
    void aSenderReportThatIsTooShortSaysNothing() {
        assertEquals(List.of(), read("80c80001 22222222"));
        assertEquals(List.of(), read("80c80005 22222222 01234567 89abcdef 99887766 00000001"));
    }

    @Test
    void readingStopsAtAPartThatRunsPastTheEnd() {
        assertEquals(List.of(SENDER_REPORT_SEEN), read(SENDER_REPORT, "82cbffff 22222222"));
        assertEquals(List.of(), read("80c80007", SENDER_REPORT.substring(8)));
    }

    @Test
    void readingStopsAtAnotherVersion() {
        assertEquals(List.of(), read("42cb0002 22222222 33333333", SENDER_REPORT));
    }

    @Test
    void bytesOutsideTheWindowAreNotRead() {
        byte[] bytes = Hex.bytes("ffff", BYE, SENDER_REPORT);
        List<String> seen = new ArrayList<>();
        RtcpReader.read(bytes, 2, 12, listener(seen));
        assertEquals(List.of("bye 22222222", "bye 33333333"), seen);
    }

    @Test
    void noCutAndNoRandomBytesLeadPastTheEnd() {
        byte[] whole = Hex.bytes(SENDER_REPORT, NAME, BYE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            RtcpReader.read(cut, 0, length, listener(new ArrayList<>()));
        }
        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(48)];
            random.nextBytes(bytes);
            for (int at = 0; at + 4 <= bytes.length; at += 12) {
                bytes[at] = (byte) (0x80 | (bytes[at] & 0x3F));
                bytes[at + 1] = (byte) (200 + random.nextInt(4));
                Bytes.put16(bytes, at + 2, random.nextInt(4));
            }
            RtcpReader.read(bytes, 0, bytes.length, listener(new ArrayList<>()));
        }
    }

    private static List<String> read(String... hex) {
        byte[] bytes = Hex.bytes(hex);
        List<String> seen = new ArrayList<>();
        RtcpReader.read(bytes, 0, bytes.length, listener(seen));
        return seen;
    }

    private static RtcpReader.Listener listener(List<String> seen) {
        return new RtcpReader.Listener() {
            @Override
            public void senderReport(int ssrc, long ntp, long timestamp) {
                seen.add("sr %x %x %x".formatted(ssrc, ntp, timestamp));
            }

            @Override
            public void bye(int ssrc) {
                seen.add("bye %x".formatted(ssrc));
            }
        };
    }
}
