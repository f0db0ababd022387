package dev.rillcast.flv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.rillcast.media.Codec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TagContentTest {
    @ParameterizedTest
    @CsvSource({
        "1701000000, KEY_FRAME",
        "2701000000, FRAME",
        "170000000001, VIDEO_CONFIGURATION",
        "1702000000, FRAME", // the end of a sequence
        "5700, FRAME", // a command: seeking begins
        "1200, KEY_FRAME", // H.263
        "2200, FRAME",
        "5200, FRAME", // a command
        "90, FRAME",
        "9061763031810c, VIDEO_CONFIGURATION",
        "9068766331, VIDEO_CONFIGURATION",
        "9168766331000000, KEY_FRAME",
        "9361766331, KEY_FRAME", // CodedFramesX
        "a161763031, FRAME",
        "a361763031, FRAME",
        "9261763031, FRAME", // SequenceEnd
        "9461763031, COLOURS",
        "d461763031, COLOURS", // the frame type is ignored
        "9561763031, VIDEO_CONFIGURATION", // MPEG2TSSequenceStart
        "9601617630310000, MORE_TRACKS",
        "9621000000000000, MORE_TRACKS", // one codec each
        "d000, FRAME", // a command has no FourCC
        "9861763031, UNKNOWN",
        "9f61763031, UNKNOWN",
        "91617630, UNKNOWN",
        "97020f42400061763031, VIDEO_CONFIGURATION", // nanoseconds, then SequenceStart
        "97020f42400161763031, KEY_FRAME",
        "a7020f42400361763031, FRAME",
        "970000170000" + "0161763031, KEY_FRAME", // twice
        "97ff0000aa0161763031, KEY_FRAME", // the long form of the size
        "97ff00030102030401" + "61763031, KEY_FRAME",
        "97, FRAME",
        "9702, UNKNOWN",
        "97ffffff01, UNKNOWN",
        "97020f4240, UNKNOWN",
        "97020f42400161, UNKNOWN",
    })
    void aVideoTagIsToldByItsHead(String hex, TagContent content) {
        byte[] payload = HexFormat.of().parseHex("ff" + hex + "ffffffff");
        assertEquals(content, TagContent.ofVideo(payload, 1, hex.length() / 2));
    }

    @ParameterizedTest
    @CsvSource({
        "af001190, AUDIO_CONFIGURATION",
        "af0121, FRAME",
        "af, FRAME",
        "2fff, FRAME", // MP3
        "904f7075734f, AUDIO_CONFIGURATION",
        "914f707573fc, FRAME",
        "924f707573, FRAME",
        "944f7075730102, CHANNELS",
        "95014f70757301, MORE_TRACKS",
        "934f707573, UNKNOWN",
        "964f707573, UNKNOWN",
        "9f4f707573, UNKNOWN",
        "914f7075, UNKNOWN",
        "97020f4240014f707573fc, FRAME",
        "97020f4240004f707573, AUDIO_CONFIGURATION",
        "97020f4240, UNKNOWN",
    })
    void anAudioTagIsToldByItsHead(String hex, TagContent content) {
        byte[] payload = HexFormat.of().parseHex("ff" + hex + "ffffffff");
        assertEquals(content, TagContent.ofAudio(payload, 1, hex.length() / 2));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PCMU", "PCMA"})
    void whatWeWriteIsReadAsWhatItIs(Codec codec) {
        TagHead head = TagHead.of(codec);
        assertEquals(
                codec.video() ? TagContent.VIDEO_CONFIGURATION : TagContent.AUDIO_CONFIGURATION,
                read(codec, head.configuration()));
        assertEquals(
                codec.video() ? TagContent.KEY_FRAME : TagContent.FRAME,
                read(codec, head.frame(true)));
        assertEquals(TagContent.FRAME, read(codec, head.frame(false)));
    }

    private static TagContent read(Codec codec, byte[] head) {
        return codec.video()
                ? TagContent.ofVideo(head, 0, head.length)
                : TagContent.ofAudio(head, 0, head.length);
    }

    @Test
    void noBytesAreReadBeyondThePayload() {
        Random random = new Random(3);
        for (int first : List.of(0x97, 0x90, 0x96, 0xD7, 0xAF, 0x17, 0x00, 0xFF)) {
            for (int i = 0; i < 5_000; i++) {
                byte[] payload = new byte[1 + random.nextInt(24)];
                random.nextBytes(payload);
                payload[0] = (byte) first;
                if (i % 2 == 0) { // one ModEx after the other
                    Arrays.fill(payload, 1, payload.length, (byte) (i % 4 == 0 ? 7 : 0));
                }
                assertNotNull(TagContent.ofVideo(payload, 0, payload.length));
                assertNotNull(TagContent.ofAudio(payload, 0, payload.length));
            }
        }
    }
}
