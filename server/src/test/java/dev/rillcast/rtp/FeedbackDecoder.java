package dev.rillcast.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** Reads transport feedback as a sender does (draft-holmer-rmcat-transport-wide-cc 3.1). */
final class FeedbackDecoder {
    private static final long REFERENCE = 64_000_000;
    private static final long DELTA = 250_000;

    /**
     * @param arrival in nanoseconds since the first reference time was 0, or -1 if it did not come
     */
    record Status(int sequence, long arrival) {}

    private FeedbackDecoder() {}

    static List<Status> read(byte[] b, int at, int end) {
        assertEquals("8fcd", Hex.text(b, at, at + 2));
        assertEquals(end - at, 4 * (Bytes.uint16(b, at + 2) + 1));
        int base = Bytes.uint16(b, at + 12);
        int count = Bytes.uint16(b, at + 14);
        long time = (Bytes.uint32(b, at + 16) >> 8) * REFERENCE;
        List<Integer> symbols = new ArrayList<>();
        int i = at + 20;
        for (; symbols.size() < count; i += 2) {
            readChunk(Bytes.uint16(b, i), symbols);
        }
        List<Status> statuses = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int symbol = symbols.get(k);
            if (symbol != 0) {
                time += DELTA * (symbol == 1 ? b[i] & 0xFF : (short) Bytes.uint16(b, i));
                i += symbol;
            }
            statuses.add(new Status((base + k) & 0xFFFF, symbol == 0 ? -1 : time));
        }
        assertTrue(end - i >= 0 && end - i < 4, "no more padding than needed");
        return statuses;
    }

    private static void readChunk(int chunk, List<Integer> symbols) {
        if ((chunk & 0x8000) == 0) { // run length (3.1.3)
            for (int k = 0; k < (chunk & 0x1FFF); k++) {
                symbols.add(chunk >> 13);
            }
        } else { // status vector of two bits each (3.1.4)
            assertEquals(0xC000, chunk & 0xC000);
            for (int shift = 12; shift >= 0; shift -= 2) {
                symbols.add(chunk >> shift & 3);
            }
        }
    }
}
