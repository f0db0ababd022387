package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of an offer's audio codecs is taken, and what is said of it. */
class OfferedSoundTest {
    private static final Answer ANSWER = new Answer("u", "p", "sha-256 CC", List.of());

    /** Audio in these payload types, with these rtpmaps. */
    private static String offering(String formats, String... maps) {
        StringBuilder lines = new StringBuilder();
        for (String map : maps) {
            lines.append("a=rtpmap:").append(map).append('\n');
        }
        return SHORT.replace("SAVPF 111", "SAVPF " + formats)
                .replaceFirst("a=rtpmap:111.*\n", lines.toString());
    }

    private static AgreedTrack taken(String offer) throws SdpException {
        return Offer.parse(offer).tracks().getFirst();
    }

    @Test
    void opusIsTakenWhereverItStands() throws SdpException {
        String offer = offering("0 8 111", "0 PCMU/8000", "8 PCMA/8000", "111 opus/48000/2");
        assertEquals(new AgreedTrack(Codec.OPUS, 111, 0, false), taken(offer));
    }

    @ParameterizedTest
    @CsvSource({
        "0 8, PCMU, 0", // RFC 3551 6: they need no rtpmap
        "8 0, PCMA, 8",
        "9 8, PCMA, 8",
        "101 8, PCMA, 8",
    })
    void g711IsTakenWhereThereIsNoOpus(String formats, Codec codec, int payloadType)
            throws SdpException {
        assertEquals(new AgreedTrack(codec, payloadType, 0, false), taken(offering(formats)));
    }

    @Test
    void g711MayHaveAnyNumberIfItHasItsName() throws SdpException {
        assertEquals(Codec.PCMA, taken(offering("97", "97 pcma/8000/1")).codec());
        assertEquals(98, taken(offering("97 98", "97 PCMU/16000", "98 PCMU/8000")).payloadType());
        assertEquals(Codec.PCMA, taken(offering("0 8", "0 G722/8000")).codec());
    }

    @Test
    void withoutAnyOfThemThereIsNoSound() throws SdpException {
        assertEquals(
                1,
                Offer.parse(offering("9 97 72", "97 PCMU/8000/2", "72 PCMU/8000")).tracks().size());
    }

    @Test
    void theAnswerNamesG711() throws SdpException {
        String answer = ANSWER.to(Offer.parse(offering("8 0")));
        assertTrue(answer.contains("m=audio 9 UDP/TLS/RTP/SAVPF 8\r\n"), answer);
        assertTrue(answer.contains("a=rtpmap:8 PCMA/8000\r\n"), answer);
        assertFalse(answer.contains("a=fmtp:8"), answer);
    }

    @Test
    void stereoIsAskedForWhereItIsOffered() throws SdpException {
        String parameters = "a=fmtp:111 minptime=10;useinbandfec=1";
        String mono = ANSWER.to(Offer.parse(SHORT));
        assertTrue(mono.contains(parameters + "\r\n"), mono);
        String offer = SHORT.replaceFirst("a=rtpmap:111.*\n", "$0a=fmtp:111 sprop-stereo=1\n");
        String stereo = ANSWER.to(Offer.parse(offer));
        assertTrue(stereo.contains(parameters + ";stereo=1\r\n"), stereo);
    }

    @Test
    void soundThatRepeatsItselfIsAskedForWhereItIsOffered() throws SdpException {
        String offer =
                offering(
                        "111 63",
                        "111 opus/48000/2",
                        "63 red/48000/2\na=fmtp:63 111/111\na=fmtp:111 minptime=10");
        String answer = ANSWER.to(Offer.parse(offer));
        assertTrue(answer.contains("m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n"), answer);
        assertTrue(answer.contains("a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"), answer);
        for (String other : List.of("111/0", "0/0", "111", "0/111", "")) {
            String without = ANSWER.to(Offer.parse(offer.replace("111/111", other)));
            assertFalse(without.contains("red"), without);
        }
    }

    /** RFC 7587 7.1: stereo=1 only says what may be sent to the client, as Firefox always does. */
    @Test
    void stereoIsExpectedOfAClientThatSaysThatItSendsIt() throws SdpException {
        assertTrue(Offer.parse(Offers.of("obs")).stereo());
        assertFalse(Offer.parse(Offers.of("firefox-audio")).stereo());
        assertFalse(Offer.parse(Offers.of("chromium")).stereo());
    }
}
