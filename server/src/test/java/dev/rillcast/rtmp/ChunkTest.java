package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Faults;
import dev.rillcast.MessageCase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chunks of {@code messages.txt}, and what of writing is no row there. */
class ChunkTest {
    private static final String SECTION = "chunks";
    private static final byte[] LONG = "aabb".repeat(100).getBytes(StandardCharsets.US_ASCII);

    static Stream<MessageCase> taken() {
        return MessageCase.taken(SECTION);
    }

    static Stream<MessageCase> written() {
        return MessageCase.written(SECTION);
    }

    static Stream<MessageCase> refused() {
        return MessageCase.refused(SECTION);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void chunksAreReadAsMessages(MessageCase row) throws IOException {
        assertEquals(row.meaning(), text(readAll(row.bytes())));
    }

    @ParameterizedTest
    @MethodSource("written")
    void messagesAreWrittenAsChunks(MessageCase row) throws IOException {
        byte[] bytes = row.bytes();
        ByteSink sink = new ByteSink();
        ChunkWriter writer = new ChunkWriter(sink);
        long written = 0;
        for (RtmpMessage message : readAll(bytes)) {
            written += writer.write(bytes[0] & 0x3F, message);
        }
        assertEquals(row.hex(), sink.hex());
        assertEquals(bytes.length, written);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void brokenChunksAreRefusedWithTheReason(MessageCase row) {
        IOException error = assertThrows(IOException.class, () -> readAll(row.bytes()));
        assertTrue(error.toString().contains(row.meaning()), error::toString);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void chunksThatComeByteByByteMeanTheSame(MessageCase row) throws IOException {
        assertEquals(row.meaning(), text(readAll(new Drip(row.bytes()))));
    }

    @Test
    @Timeout(20)
    void whateverIsWrongItIsRefusedOrMessagesThatCanBeWritten() {
        Faults.feed(
                MessageCase.all(SECTION),
                bytes -> {
                    List<RtmpMessage> messages = readAll(bytes);
                    ByteSink sink = new ByteSink();
                    ChunkWriter writer = new ChunkWriter(sink);
                    for (RtmpMessage message : messages) {
                        writer.write(6, message);
                    }
                    assertEquals(text(messages), text(readAll(sink.bytes())));
                });
    }

    @Test
    void aWriterUsesTheChunkSizeThatItAnnounced() throws IOException {
        ByteSink sink = new ByteSink();
        ChunkWriter writer = new ChunkWriter(sink);
        writer.setChunkSize(400);
        writer.write(6, message(LONG));
        assertEquals(
                "02000000000004010000000000000190"
                        + "060000000001900901000000"
                        + HexFormat.of().formatHex(LONG),
                sink.hex());
    }

    @Test
    void aPayloadOfSeveralWindowsIsOneMessage() throws IOException {
        ByteSink sink = new ByteSink();
        List<ByteBuffer> windows = new ArrayList<>();
        windows.add(ByteBuffer.wrap(LONG, 0, 2));
        windows.add(ByteBuffer.wrap(LONG, 2, 398));
        new ChunkWriter(sink).write(6, 9, 1, 0, windows);
        assertEquals(text(List.of(message(LONG))), text(readAll(sink.bytes())));
    }

    @Test
    void aSocketThatTakesLittleAtOnceGetsEverything() throws IOException {
        ByteSink sink = new ByteSink(7);
        new ChunkWriter(sink).write(6, message(LONG));
        assertEquals(text(List.of(message(LONG))), text(readAll(sink.bytes())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 24, 1L << 31, 1L << 32, 3L << 32})
    void aStreamGoesOnPastEachBoundOfTheTimeStamp(long bound) throws IOException {
        ByteSink sink = new ByteSink();
        ChunkWriter writer = new ChunkWriter(sink);
        List<RtmpMessage> expected = new ArrayList<>();
        for (long millis = bound - 2_000; millis < bound + 2_000; millis += 20) {
            for (int type = RtmpMessage.AUDIO; type <= RtmpMessage.VIDEO; type++) {
                writer.write(type - 2, type, 1, millis, List.of(ByteBuffer.wrap(LONG)));
                expected.add(new RtmpMessage(type, 1, millis & 0xFFFF_FFFFL, LONG));
            }
        }
        assertEquals(text(expected), text(readAll(sink.bytes())));
    }

    @Test
    void tooManyChunkStreamsAreRefused() {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            hex.append("00%02x000000000001080100000001".formatted(i));
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        IOException error = assertThrows(IOException.class, () -> readAll(bytes));
        assertEquals("RTMP: more than 64 chunk streams", error.getMessage());
    }

    @Test
    void theReaderTellsTheEndBetweenTwoMessages() throws IOException {
        assertNull(new ChunkReader(new ByteArrayInputStream(new byte[0]), 64).next());
    }

    private static List<RtmpMessage> readAll(byte[] bytes) throws IOException {
        return readAll(new ByteArrayInputStream(bytes));
    }

    private static List<RtmpMessage> readAll(InputStream in) throws IOException {
        ChunkReader reader = new ChunkReader(in, 64);
        List<RtmpMessage> messages = new ArrayList<>();
        for (RtmpMessage m = reader.next(); m != null; m = reader.next()) {
            messages.add(m);
        }
        return messages;
    }

    /** Gives one byte at a time, as a slow peer does. */
    private static final class Drip extends ByteArrayInputStream {
        Drip(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1));
        }
    }

    private static String text(List<RtmpMessage> messages) {
        return messages.stream().map(ChunkTest::text).collect(Collectors.joining("; ")).strip();
    }

    private static String text(RtmpMessage m) {
        return "%d on %d at %d: %s"
                .formatted(
                        m.type(),
                        m.streamId(),
                        m.timestamp(),
                        HexFormat.of().formatHex(m.payload()));
    }

    private static RtmpMessage message(byte[] payload) {
        return new RtmpMessage(RtmpMessage.VIDEO, 1, 0, payload);
    }
}
