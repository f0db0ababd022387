package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlvTest {
    @ParameterizedTest
    @CsvSource({"true, true, 05", "true, false, 04", "false, true, 01"})
    void theHeaderNamesTheTracks(boolean audio, boolean video, String flags) {
        assertEquals(
                "464c5601" + flags + "0000000900000000",
                HexFormat.of().formatHex(FlvHeader.bytes(audio, video)));
    }

    @Test
    void aTagHasItsTimeInThreeBytesAndAFourth() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FlvTag(FlvTag.AUDIO, 0x12345678, HexFormat.of().parseHex("ffaf0121ff"), 1, 3)
                .writeTo(out);
        assertEquals(
                "08000003" + "34567812" + "000000" + "af0121" + "0000000e",
                HexFormat.of().formatHex(out.toByteArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 1701000000, true, false",
        "9, 2701000000, false, false",
        "9, 170000000001, false, true",
        "9, 90, false, false",
        "9, 9068766331, false, true", // Enhanced RTMP, HEVC: sequence start
        "9, 9168766331, true, false", // HEVC: a key frame
        "8, af001190, false, true",
        "8, af0121, false, false",
        "18, 02000a, false, false",
    })
    void keyFramesAndSequenceHeadersAreTold(int type, String hex, boolean key, boolean header) {
        FlvTag tag = new FlvTag(type, 0, HexFormat.of().parseHex(hex));
        assertEquals(header, tag.sequenceHeader());
        assertEquals(key, tag.key());
    }
}
