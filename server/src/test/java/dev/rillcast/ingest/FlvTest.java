package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Faults;
import dev.rillcast.MessageCase;
import dev.rillcast.amf.Amf0Text;
import dev.rillcast.rtmp.DataValues;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The FLV section of {@code messages.txt}, and the file header. */
class FlvTest {
    private static final String SECTION = "FLV";
    private static final int HEADER = 11;

    static Stream<MessageCase> taken() {
        return MessageCase.taken(SECTION);
    }

    static Stream<MessageCase> written() {
        return MessageCase.written(SECTION);
    }

    @ParameterizedTest
    @CsvSource({"true, true, 05", "true, false, 04", "false, true, 01"})
    void theHeaderNamesTheTracks(boolean audio, boolean video, String flags) {
        assertEquals(
                "464c5601" + flags + "0000000900000000",
                HexFormat.of().formatHex(FlvHeader.bytes(audio, video)));
    }

    @ParameterizedTest
    @MethodSource("taken")
    void aTagTellsWhatItIs(MessageCase row) throws IOException {
        assertEquals(row.meaning(), text(tag(row.bytes())));
    }

    @ParameterizedTest
    @MethodSource("written")
    void aTagIsWrittenAsTheBytes(MessageCase row) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(row.bytes()).writeTo(out);
        assertEquals(row.hex(), HexFormat.of().formatHex(out.toByteArray()));
    }

    @Test
    @Timeout(20)
    void whateverIsWrongViewersGetItOrAreSparedIt() {
        LiveStream stream = new LiveStream("x");
        Faults.feed(
                MessageCase.all(SECTION),
                bytes -> {
                    FlvTag tag = tag(bytes);
                    stream.publish(tag);
                    byte[] payload = payload(tag);
                    Metadata.of(DataValues.message(tag.millis(), payload))
                            .ifPresent(data -> data.tell(stream));
                    try (LiveStream.Viewer late = stream.subscribe()) {
                        assertTrue(late.dropped() == 0);
                    }
                });
    }

    /** The tag whose bytes these are; an RTMP message brings the same, in another order. */
    private static FlvTag tag(byte[] bytes) throws IOException {
        if (bytes.length < HEADER) {
            throw new EOFException("RTMP: no tag");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = in.getInt(0) & 0xFFFFFF;
        long millis = (in.getInt(4) >>> 8 | in.get(7) << 24) & 0xFFFFFFFFL;
        int end = Math.min(HEADER + length, bytes.length);
        return new FlvTag(bytes[0], millis, bytes, HEADER, end - HEADER);
    }

    private static byte[] payload(FlvTag tag) {
        byte[] payload = new byte[tag.length()];
        tag.payload().get(payload);
        return payload;
    }

    private static String text(FlvTag tag) throws IOException {
        String kind = tag.video() ? "video" : tag.audio() ? "audio" : "script";
        String what =
                kind.equals("script")
                        ? Amf0Text.of(Amf0Text.values(payload(tag)))
                        : tag.key()
                                ? "key frame"
                                : tag.sequenceHeader() ? "sequence header" : "frame";
        return "%s at %d: %s".formatted(kind, tag.millis(), what);
    }
}
