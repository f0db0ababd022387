package dev.rillcast.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.media.Codec;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagHeadTest {
    @ParameterizedTest
    @CsvSource({
        "H264, avc1, 7, 1700000000, 1701000000, 2701000000",
        "AAC, mp4a, 10, af00, af01, af01",
        "VP8, vp08, 1987063864, 9076703038, 9176703038, a176703038",
        "VP9, vp09, 1987063865, 9076703039, 9176703039, a176703039",
        "AV1, av01, 1635135537, 9061763031, 9161763031, a161763031",
        "OPUS, Opus, 1332770163, 904f707573, 914f707573, 914f707573",
    })
    void eachCodecHasTheBytesOfTheDocument(
            Codec codec, String fourCc, int id, String configuration, String key, String frame) {
        TagHead head = TagHead.of(codec);
        HexFormat hex = HexFormat.of();
        assertEquals(codec, head.codec());
        assertEquals(fourCc, head.fourCc());
        assertEquals(id, head.codecId());
        assertEquals(configuration, hex.formatHex(head.configuration()));
        assertEquals(key, hex.formatHex(head.frame(true)));
        assertEquals(frame, hex.formatHex(head.frame(false)));
        assertEquals(head.enhanced(), TagHead.ENHANCED.contains(head));
    }
}
