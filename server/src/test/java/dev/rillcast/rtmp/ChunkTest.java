package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
    private static final String AA = "aa".repeat(128);
    private static final String BB = "bb".repeat(72);

    /** Wire bytes and the messages in them: type, message stream, time stamp, payload. */
    static Stream<Arguments> cases() {
        return Stream.of(
                arguments(
                        "format 0 has everything",
                        "04 000010 000002 08 01000000 af01",
                        List.of(message(8, 1, 16, "af01"))),
                arguments(
                        "formats 1, 2 and 3 refer to the chunk before",
                        "04 000010 000002 08 01000000 af01"
                                + "44 000014 000001 09 17"
                                + "84 000015 27"
                                + "c4 28",
                        List.of(
                                message(8, 1, 16, "af01"),
                                message(9, 1, 36, "17"),
                                message(9, 1, 57, "27"),
                                message(9, 1, 78, "28"))),
                arguments(
                        "a message longer than a chunk goes on with format 3",
                        "06 000000 0000c8 09 01000000" + AA + "c6" + BB,
                        List.of(message(9, 1, 0, AA + BB))),
                arguments(
                        "an extended time stamp is repeated in format 3",
                        "06 ffffff 0000c8 09 01000000 01000000" + AA + "c6 01000000" + BB,
                        List.of(message(9, 1, 0x1000000, AA + BB))),
                arguments(
                        "the time goes on behind 24 bits with a plain delta",
                        "06 ffffff 000001 09 01000000 00ffffff 17" + "86 000021 27",
                        List.of(message(9, 1, 0xFFFFFF, "17"), message(9, 1, 0x1000020, "27"))),
                arguments(
                        "a time stamp of 32 bits has no sign and wraps",
                        "06 ffffff 000001 09 01000000 fffffff0 17" + "86 000020 27",
                        List.of(message(9, 1, 0xFFFFFFF0L, "17"), message(9, 1, 0x10, "27"))),
                arguments(
                        "a step back is written in full",
                        "04 000014 000001 08 01000000 01" + "04 00000a 000001 08 01000000 02",
                        List.of(message(8, 1, 20, "01"), message(8, 1, 10, "02"))),
                arguments(
                        "an empty message is a header only",
                        "04 000010 000000 08 01000000",
                        List.of(message(8, 1, 16, ""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chunksAreReadAsMessages(String name, String hex, List<RtmpMessage> expected)
            throws IOException {
        assertEquals(describe(expected), describe(readAll(hex)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void messagesAreWrittenAsChunks(String name, String hex, List<RtmpMessage> messages)
            throws IOException {
        ByteSink sink = new ByteSink();
        ChunkWriter writer = new ChunkWriter(sink);
        long written = 0;
        for (RtmpMessage message : messages) {
            written += writer.write(bytes(hex)[0] & 0x3F, message);
        }
        assertEquals(hex.replace(" ", ""), sink.hex());
        assertEquals(sink.hex().length() / 2, written);
    }

    @Test
    void largeChunkStreamIdsTakeOneOrTwoMoreBytes() throws IOException {
        List<RtmpMessage> messages =
                readAll(
                        "0000 000001 000001 08 01000000 11"
                                + "010101 000002 000001 08 01000000 22");
        assertEquals(
                describe(List.of(message(8, 1, 1, "11"), message(8, 1, 2, "22"))),
                describe(messages));
    }

    @Test
    void someEncodersDoNotRepeatTheExtendedTimestamp() throws IOException {
        assertEquals(
                describe(List.of(message(9, 1, 0x1000000, AA + BB))),
                describe(readAll("06 ffffff 0000c8 09 01000000 01000000" + AA + "c6" + BB)));
    }

    @Test
    void chunksOfSeveralMessagesMayAlternate() throws IOException {
        String hex =
                "06 000000 0000c8 09 01000000" + AA + "04 000005 000001 08 01000000 01" + "c6" + BB;
        assertEquals(
                describe(List.of(message(8, 1, 5, "01"), message(9, 1, 0, AA + BB))),
                describe(readAll(hex)));
    }

    @Test
    void setChunkSizeHoldsFromTheNextChunkOn() throws IOException {
        String hex = "02 000000 000004 01 00000000 000000c8" + "06 000000 0000c8 09 01000000";
        assertEquals(
                describe(List.of(message(9, 1, 0, AA + BB))), describe(readAll(hex + AA + BB)));
        ByteSink sink = new ByteSink();
        ChunkWriter writer = new ChunkWriter(sink);
        writer.setChunkSize(200);
        writer.write(6, message(9, 1, 0, AA + BB));
        assertEquals((hex + AA + BB).replace(" ", ""), sink.hex());
    }

    @Test
    void abortForgetsTheMessageThatHasBegun() throws IOException {
        String hex =
                "06 000000 0000c8 09 01000000"
                        + AA
                        + "02 000000 000004 02 00000000 00000006"
                        + "06 000007 000001 09 01000000 27";
        assertEquals(describe(List.of(message(9, 1, 7, "27"))), describe(readAll(hex)));
    }

    @Test
    void aPayloadOfSeveralWindowsIsOneMessage() throws IOException {
        ByteSink sink = new ByteSink();
        List<ByteBuffer> windows = new ArrayList<>();
        windows.add(ByteBuffer.wrap(bytes("1701")));
        windows.add(ByteBuffer.wrap(bytes("0000" + AA + BB), 2, 200));
        new ChunkWriter(sink).write(6, 9, 1, 0, windows);
        assertEquals(
                describe(List.of(message(9, 1, 0, "1701" + AA + BB))),
                describe(readAll(sink.hex())));
    }

    @Test
    void aSocketThatTakesLittleAtOnceGetsEverything() throws IOException {
        ByteSink sink = new ByteSink(7);
        new ChunkWriter(sink).write(6, message(9, 1, 0, AA + BB));
        assertEquals(describe(List.of(message(9, 1, 0, AA + BB))), describe(readAll(sink.hex())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c4", // begins with format 3
                "84 000000", // begins with format 2
                "04 000000 ffffff 14 00000000", // a command of 16 MB
                "02 000000 000004 01 00000000 00000000", // chunk size 0
                "02 000000 000004 01 00000000 80000000", // chunk size with the high bit
                "02 000000 000001 01 00000000 00", // cut off
                "06 000000 0000c8 09 01000000 " + "06 000000 0000c9 09", // another length inside
            })
    void brokenChunksAreRefused(String hex) {
        String full = hex.contains("c9") ? hex.replace("01000000 06", "01000000" + AA + "06") : hex;
        assertThrows(IOException.class, () -> readAll(full));
    }

    @Test
    void theEndInsideAMessageIsAnError() {
        assertThrows(EOFException.class, () -> readAll("04 000010 000002 08 01000000 af"));
        assertThrows(EOFException.class, () -> readAll("04 0000"));
    }

    @Test
    void tooManyChunkStreamsAreRefused() {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            hex.append("00%02x 000000 000001 08 01000000 01".formatted(i));
        }
        assertThrows(IOException.class, () -> readAll(hex.toString()));
    }

    @Test
    void randomBytesEndInMessagesOrInAnIoException() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            try {
                assertNotNull(readAll(HexFormat.of().formatHex(noise)));
            } catch (IOException error) {
                assertNotNull(error.getMessage());
            }
        }
    }

    @Test
    void theReaderTellsTheEndBetweenTwoMessages() throws IOException {
        assertNull(new ChunkReader(new ByteArrayInputStream(new byte[0]), 64).next());
    }

    private static List<RtmpMessage> readAll(String hex) throws IOException {
        ChunkReader reader = new ChunkReader(new ByteArrayInputStream(bytes(hex)), 64);
        List<RtmpMessage> messages = new ArrayList<>();
        for (RtmpMessage m = reader.next(); m != null; m = reader.next()) {
            messages.add(m);
        }
        return messages;
    }

    private static List<String> describe(List<RtmpMessage> messages) {
        return messages.stream()
                .map(
                        m ->
                                "%d on %d at %d: %s"
                                        .formatted(
                                                m.type(),
                                                m.streamId(),
                                                m.timestamp(),
                                                HexFormat.of().formatHex(m.payload())))
                .toList();
    }

    private static RtmpMessage message(int type, int streamId, long timestamp, String hex) {
        return new RtmpMessage(type, streamId, timestamp, bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
