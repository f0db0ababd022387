package dev.rillcast.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.media.VideoConfig;
import dev.rillcast.rtmp.SampleFrames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessUnitTest {
    private final AccessUnit unit = new AccessUnit();
    private final List<ByteBuffer> windows = new ArrayList<>();

    @Test
    void aFrameWithNothingToStripIsOneWindowOverItsArray() {
        Frame frame = SampleFrames.video(false, "4101", "4102");
        unit.read(frame, windows);
        assertEquals(1, windows.size());
        assertSame(frame.array(), windows.getFirst().array());
        assertEquals("00000002410100000002" + "4102", written());
    }

    @Test
    void delimiterAndParameterSetsAreLeftOut() {
        unit.read(
                SampleFrames.video(
                        true, "0910", SampleFrames.SPS_360, SampleFrames.PPS, "0605", "6588"),
                windows);
        assertEquals("00000002060500000002" + "6588", written());
    }

    @Test
    void whatStandsOnBothSidesOfAParameterSetIsKept() {
        unit.read(SampleFrames.video(true, "0605", SampleFrames.PPS, "6588"), windows);
        assertEquals("00000002060500000002" + "6588", written());
    }

    @Test
    void theConfigurationIsNewOnlyWhenTheBytesChange() {
        assertNull(unit.config(null));
        unit.read(SampleFrames.key(SampleFrames.SPS_360, "6588"), windows);
        VideoConfig first = unit.config(null);
        assertNotNull(first);
        unit.read(SampleFrames.key(SampleFrames.SPS_360, "6589"), windows);
        assertSame(first, unit.config(first));
        unit.read(SampleFrames.key(SampleFrames.SPS_480, "6589"), windows);
        assertNotEquals(first, unit.config(first));
    }

    @Test
    void parameterSetsMayComeInAccessUnitsOfTheirOwn() {
        unit.read(SampleFrames.video(false, SampleFrames.SPS_360), windows);
        assertNull(unit.config(null));
        unit.read(SampleFrames.video(false, SampleFrames.PPS), windows);
        assertNotNull(unit.config(null));
        assertEquals("", written());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000003 6588", "00000000", "ffffffff 65", "000000", "00000001 65 00"})
    void lengthsThatDoNotFitAreRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Frame frame = new Frame(Codec.H264, true, 0, 0, bytes, 0, bytes.length);
        assertThrows(IllegalArgumentException.class, () -> unit.read(frame, windows));
    }

    private String written() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuffer window : windows) {
            byte[] bytes = new byte[window.remaining()];
            window.duplicate().get(bytes);
            hex.append(HexFormat.of().formatHex(bytes));
        }
        return hex.toString();
    }
}
