package dev.rillcast.amf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Faults;
import dev.rillcast.MessageCase;
import java.net.ProtocolException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The AMF0 section of {@code messages.txt}. */
class Amf0Test {
    private static final String SECTION = "AMF0";

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
    void bytesAreReadAsWhatTheyMean(MessageCase row) throws Exception {
        assertEquals(row.meaning(), Amf0Text.of(Amf0Text.values(row.bytes())));
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatTheyMeanIsWrittenAsTheBytes(MessageCase row) throws Exception {
        List<@Nullable Object> values = Amf0Text.values(row.bytes());
        assertEquals(row.hex(), HexFormat.of().formatHex(Amf0Writer.bytes(values.toArray())));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void otherBytesAreRefusedWithTheReason(MessageCase row) {
        var error = assertThrows(ProtocolException.class, () -> Amf0Text.values(row.bytes()));
        assertTrue(error.toString().contains(row.meaning()), error::toString);
    }

    @Test
    @Timeout(20)
    void whateverIsWrongItIsRefusedOrAMessageThatCanBeWritten() {
        Faults.feed(
                MessageCase.all(SECTION),
                bytes -> {
                    List<@Nullable Object> values = Amf0Text.values(bytes);
                    assertTrue(writable(values), () -> Amf0Text.of(values));
                });
    }

    /** Whether the writer's bytes mean the same, but for keys that are empty and not written. */
    private static boolean writable(List<@Nullable Object> values) throws ProtocolException {
        String text = Amf0Text.of(values);
        try {
            byte[] written = Amf0Writer.bytes(values.toArray());
            return Amf0Text.of(Amf0Text.values(written)).equals(text);
        } catch (IllegalArgumentException error) {
            return text.contains("\"\": ") || text.length() > 0xFFFF;
        }
    }
}
