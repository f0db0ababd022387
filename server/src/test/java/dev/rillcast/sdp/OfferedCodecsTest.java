package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of an offer's video codecs is taken where others than H.264 may be. */
class OfferedCodecsTest {
    private static final Answer ANSWER = new Answer("u", "p", "sha-256 CC", List.of());

    /** Video in these encodings, with payload types from 96 on, in this order. */
    private static String offering(String... encodings) {
        StringBuilder formats = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < encodings.length; i++) {
            String[] parts = encodings[i].split(" ", 2);
            int pt = 96 + i;
            formats.append(' ').append(pt);
            lines.append("a=rtpmap:%d %s/90000\n".formatted(pt, parts[0]));
            if (parts.length > 1) {
                lines.append("a=fmtp:%d %s\n".formatted(pt, parts[1]));
            }
            lines.append("a=rtcp-fb:%d nack\na=rtcp-fb:%d nack pli\n".formatted(pt, pt));
        }
        return SHORT.replaceFirst("SAVPF 96", "SAVPF" + formats)
                .replaceFirst("(?s)a=rtpmap:96.*", lines.toString());
    }

    private static AgreedTrack taken(String offer) throws SdpException {
        return Offer.parse(offer, Offer.ALL_VIDEO).tracks().getLast();
    }

    @Test
    void theClientsOrderDecides() throws SdpException {
        String h264 = "H264 packetization-mode=1";
        assertEquals(Codec.VP8, taken(offering("VP8", h264, "VP9", "AV1")).codec());
        assertEquals(Codec.VP9, taken(offering("VP9", "VP8", h264)).codec());
        assertEquals(Codec.AV1, taken(offering("H265", "AV1", "VP8")).codec());
        assertEquals(Codec.H264, taken(offering(h264, "VP8")).codec());
        assertEquals(new AgreedTrack(Codec.VP8, 96, 0, true), taken(offering("vp8", "VP9")));
    }

    @Test
    void h264StaysInItsBestMode() throws SdpException {
        AgreedTrack track = taken(offering("H264", "VP8", "H264 packetization-mode=1"));
        assertEquals(new AgreedTrack(Codec.H264, 98, 0, true), track);
    }

    @Test
    void onlyProfile0IsTakenOfVp9AndAv1() throws SdpException {
        assertEquals(97, taken(offering("VP9 profile-id=2", "VP9 profile-id=0")).payloadType());
        assertEquals(97, taken(offering("AV1 profile=1", "AV1 level-idx=8")).payloadType());
        assertEquals(Codec.VP8, taken(offering("VP9 profile-id=1", "VP8")).codec());
    }

    @Test
    void whatIsNotAskedForIsNotTaken() throws SdpException {
        String offer = offering("VP8", "VP9", "H264 packetization-mode=1");
        assertEquals(Codec.H264, Offer.parse(offer).tracks().getLast().codec());
        Offer vp9 = Offer.parse(offer, Set.of(Codec.VP9));
        assertEquals(Codec.VP9, vp9.tracks().getLast().codec());
    }

    @Test
    void h264sParameterSetsAreTakenOutOfBandAsFarAsTheyCanBe() throws SdpException {
        String sets = "H264 packetization-mode=1;sprop-parameter-sets=";
        assertEquals(
                List.of("Z0LgH6o=", "aM48gA=="),
                taken(offering(sets + "Z0LgH6o=,aM48gA==")).parameterSets());
        String none = "ZYiEIQ==,?,Z,,Zw==,54LgH6o=," + "Z0Lg".repeat(200); // the last is too long
        assertEquals(List.of(), taken(offering(sets + none)).parameterSets());
        assertEquals(
                Collections.nCopies(8, "aM48gA=="),
                taken(offering(sets + "aM48gA==,".repeat(20))).parameterSets());
        assertEquals(
                List.of(), taken(offering("VP8 sprop-parameter-sets=aM48gA==")).parameterSets());
    }

    @Test
    void whereH264IsPreferredItIsTakenIfItCanBeAndElseTheFirst() throws SdpException {
        assertEquals(
                new AgreedTrack(Codec.H264, 98, 0, true),
                preferringH264(offering("VP8", "AV1", "H264 packetization-mode=1")));
        assertEquals(Codec.H264, preferringH264(Offers.of("chromium")).codec());
        assertEquals(Codec.VP8, preferringH264(Offers.of("firefox")).codec(), "it has no H264");
        assertEquals(Codec.AV1, preferringH264(offering("AV1", "VP8")).codec());
        assertEquals(
                Codec.VP8, preferringH264(offering("VP8", "H264 packetization-mode=2")).codec());
    }

    private static AgreedTrack preferringH264(String offer) throws SdpException {
        return Offer.parsePreferringH264(offer, Offer.ALL_VIDEO).tracks().getLast();
    }

    @Test
    void firefoxesFirstCodecIsTaken() throws SdpException {
        assertEquals(Codec.VP8, taken(Offers.of("firefox")).codec());
        assertEquals(Codec.VP8, taken(Offers.of("chromium")).codec());
    }

    @Test
    void aRefusalTellsWhatIsTaken() {
        SdpException e = assertThrows(SdpException.class, () -> taken(offering("H265")));
        assertEquals(
                "this browser offers H265; taken are H264 (packetization mode 0 or 1), VP8, VP9"
                        + " (profile 0) and AV1 (profile 0); use a browser that sends one of them,"
                        + " or broadcast audio alone",
                e.getMessage());
        e = assertThrows(SdpException.class, () -> taken(offering("H265", "VP9 profile-id=2")));
        assertEquals(
                "this browser offers H265, VP9, but not in a form or with a payload type that can"
                        + " be taken; taken are H264 (packetization mode 0 or 1), VP8, VP9"
                        + " (profile 0) and AV1 (profile 0)",
                e.getMessage());
        e = assertThrows(SdpException.class, () -> taken("v=0\nm=text 9 RTP/AVP 0\n"));
        assertTrue(String.valueOf(e.getMessage()).contains("video in H264 (packetization mode 0"));
    }

    @Test
    void theAnswerNamesTheCodecAndItsParameters() throws SdpException {
        assertAnswer("a=rtpmap:96 VP8/90000\r\na=rtcp-fb", offering("VP8"));
        assertAnswer(
                "a=rtpmap:96 VP9/90000\r\na=fmtp:96 profile-id=0\r\na=rtcp-fb", offering("VP9"));
        assertAnswer("a=fmtp:96 level-idx=5;profile=0;tier=0\r\n", offering("AV1"));
        assertAnswer(
                "a=fmtp:96 level-idx=13;profile=0;tier=1\r\n",
                offering("AV1 profile=0;level-idx=13;tier=1"));
        assertAnswer(
                "a=fmtp:96 level-idx=5;profile=0;tier=0\r\n",
                offering("AV1 level-idx=5 x;tier=-1"));
        for (String codec : List.of("VP8", "VP9", "AV1")) {
            assertAnswer("a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n", offering(codec));
        }
        assertFalse(answer(offering("VP8")).contains("a=fmtp:96"));
    }

    private static void assertAnswer(String expected, String offer) throws SdpException {
        String answer = answer(offer);
        assertTrue(answer.contains(expected), answer);
    }

    private static String answer(String offer) throws SdpException {
        return ANSWER.to(Offer.parse(offer, Offer.ALL_VIDEO));
    }
}
