package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static dev.rillcast.sdp.Offers.assertMalformed;
import static dev.rillcast.sdp.Offers.assertNotAcceptable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static final String TAKEN =
            "; taken are video in H264 (packetization mode 0 or 1) and audio in opus, PCMU or PCMA,"
                    + " sent by the client";

    @Test
    void chromiumIsTakenWithItsPreferredH264() throws SdpException {
        Offer offer = Offer.parse(Offers.of("chromium"));
        assertEquals(
                List.of("OPUS 111 red 63 cc=3 mid=4", "H264 102 rtx 103 nack cc=3 mid=4"),
                Offers.taken(offer));
        assertEquals("78LA", offer.iceUfrag());
        assertEquals("C1IFHrsfO52+9Ry5+rckR+ef", offer.icePwd());
        assertTrue(offer.fingerprint().startsWith("sha-256 B0:A3:5D"));
        assertTrue(offer.mixedExtensions());
    }

    @Test
    void pionIsTaken() throws SdpException {
        assertEquals(
                List.of("OPUS 111 cc=2 mid=1", "H264 102 nack cc=2 mid=1"),
                Offers.taken(Offer.parse(Offers.of("pion"))));
    }

    @Test
    void obsIsTakenWithItsTransportInTheSession() throws SdpException {
        Offer offer = Offer.parse(Offers.of("obs"));
        assertEquals(List.of("OPUS 111", "H264 96 nack remb"), Offers.taken(offer));
        assertEquals("D3ZV", offer.iceUfrag());
    }

    @Test
    void firefoxIsTakenWithItsAudio() throws SdpException {
        for (String offer :
                List.of(
                        Offers.of("firefox-audio"),
                        Offers.of("firefox-audio").replaceAll("a=(ssrc|msid).*\\R", ""),
                        Offers.directed("audio", "sendrecv", Offers.of("firefox-audio")))) {
            assertEquals(List.of("OPUS 109 cc=7 mid=3"), Offers.taken(Offer.parse(offer)));
        }
    }

    @Test
    void videoWithoutH264IsNotSilentlyLeftOut() {
        String refusal =
                "; only H264 goes out where no video is transcoded and passthrough is not asked"
                        + " for; use a browser that sends H264, as Chrome, Edge and Safari do, or"
                        + " broadcast audio alone";
        String firefox = Offers.of("firefox");
        assertNotAcceptable("this browser offers VP8, VP9, AV1" + refusal, firefox);
        assertNotAcceptable(
                "this browser offers VP8, VP9, AV1" + refusal, Offers.only("video", firefox));
        assertNotAcceptable(
                "this browser offers no video codec" + refusal,
                SHORT.replace("a=rtpmap:96", "a=x"));
        assertNotAcceptable(
                "this browser offers H264, but not in a form or with a payload type that can be"
                        + " taken; taken are H264 (packetization mode 0 or 1)",
                SHORT.replace("packetization-mode=1", "packetization-mode=2"));
    }

    @Test
    void videoThatIsNotSentIsNotMissed() throws SdpException {
        for (String direction : List.of("recvonly", "inactive")) {
            for (String client : List.of("firefox", "chromium")) {
                Offer offer = Offer.parse(Offers.directed("video", direction, Offers.of(client)));
                assertEquals(2, offer.sections().size());
                assertEquals(Codec.OPUS, offer.tracks().getFirst().codec());
                assertEquals(1, offer.tracks().size());
            }
        }
    }

    @Test
    void aSectionsDirectionCountsBeforeTheSessions() throws SdpException { // RFC 8866 6.7
        String inactive = SHORT.replace("t=0 0", "t=0 0\na=inactive");
        assertThrows(SdpException.class, () -> Offer.parse(inactive));
        String audio = inactive.replace("a=mid:a", "a=mid:a\na=sendonly");
        assertEquals(Codec.OPUS, Offer.parse(audio).tracks().getLast().codec());
    }

    @Test
    void aCameraInH264IsEnoughBesideAScreenInAnotherCodec() throws SdpException {
        String screen =
                "m=video 9 UDP/TLS/RTP/SAVPF 98\na=mid:s\na=rtcp-mux\na=rtpmap:98 VP8/90000\n";
        assertEquals(2, Offer.parse(SHORT + screen).tracks().size());
    }

    @Test
    void oneKindAloneIsTaken() throws SdpException {
        assertEquals(1, Offer.parse(Offers.only("audio", SHORT)).tracks().size());
        String unbundled = Offers.only("video", SHORT).replaceFirst("a=group.*\n", "");
        assertEquals(1, Offer.parse(unbundled).tracks().size());
    }

    @Test
    void packetizationMode1IsPreferredAnd0IsTaken() throws SdpException {
        String both = SHORT.replace("SAVPF 96", "SAVPF 97 96") + "a=rtpmap:97 H264/90000\n";
        assertEquals(96, Offer.parse(both).tracks().getLast().payloadType());
        String zero = both.replace("packetization-mode=1", "packetization-mode=2");
        assertEquals(97, Offer.parse(zero).tracks().getLast().payloadType());
    }

    @Test
    void onlyTheFirstOfAKindIsTaken() throws SdpException {
        Offer offer =
                Offer.parse(SHORT + Offers.only("video", SHORT).replaceAll("(?s).*(?=m=)", ""));
        assertEquals(3, offer.sections().size());
        assertEquals(2, offer.tracks().size());
    }

    @Test
    void payloadTypesThatLookLikeRtcpAreNotTaken() throws SdpException {
        String rtcp = SHORT.replace("SAVPF 96", "SAVPF 72").replace(":96 ", ":72 ");
        assertThrows(SdpException.class, () -> Offer.parse(rtcp));
    }

    @Test
    void aBundleOnlySectionLeavesItsTransportToTheFirst() throws SdpException { // RFC 9143 7.1.3
        String transport = "a=ice-ufrag:user\na=ice-pwd:pass\na=fingerprint:sha-256 AA\n";
        String sdp =
                SHORT.replaceAll("a=(ice-|fingerprint).*\n", "")
                        .replace("opus/48000/2\n", "opus/48000/2\na=recvonly\n" + transport)
                        .replace("m=video 9", "m=video 0")
                        .replace("a=mid:v\na=rtcp-mux", "a=mid:v\na=bundle-only");
        Offer offer = Offer.parse(sdp);
        assertEquals(Codec.H264, offer.tracks().getFirst().codec());
        assertEquals("user", offer.iceUfrag());
    }

    @Test
    void whatTheClientDoesNotSendIsNotTaken() {
        for (String direction : List.of("recvonly", "inactive")) {
            assertNotAcceptable(
                    "nothing in the offer can be taken: offered audio (not sent) in opus; video"
                            + " (not sent) in H264"
                            + TAKEN,
                    SHORT.replace("a=mid", "a=" + direction + "\na=mid"));
        }
    }

    @Test
    void otherProtocolsAndRefusedSectionsAreNotTaken() {
        assertNotAcceptable(
                "nothing in the offer can be taken: offered audio in opus; video in H264" + TAKEN,
                SHORT.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"));
        assertNotAcceptable(
                "nothing in the offer can be taken: offered audio in opus; video in H264" + TAKEN,
                SHORT.replace(" 9 UDP", " 0 UDP"));
        assertNotAcceptable(
                "nothing in the offer can be taken: offered application in UDP/DTLS/SCTP" + TAKEN,
                "v=0\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\n");
    }

    @Test
    void whatWasOfferedIsToldInAFewWords() {
        String long1 = "v=0\n" + ("m=" + "x".repeat(1_500) + " 9 y z\n").repeat(30);
        SdpException e = assertThrows(SdpException.class, () -> Offer.parse(long1));
        assertTrue(String.valueOf(e.getMessage()).length() < 500);
    }

    @Test
    void credentialsAndFingerprintAreRequired() {
        for (String name : List.of("ice-ufrag", "ice-pwd", "fingerprint")) {
            assertMalformed(
                    "the SDP has no usable a=" + name,
                    SHORT.replaceFirst("a=" + name + ".*\n", ""));
            assertMalformed(
                    "the SDP has no usable a=" + name,
                    SHORT.replaceFirst("a=" + name + ".*", "a=" + name + ":" + "x".repeat(257)));
            assertMalformed(
                    "the SDP has no usable a=" + name,
                    SHORT.replaceFirst("a=" + name + ".*", "a=" + name + ":"));
        }
    }

    @Test
    void oneTransportIsRequired() {
        assertNotAcceptable(
                "the audio is offered without rtcp-mux, which is required",
                SHORT.replaceFirst("a=rtcp-mux\n", ""));
        for (String group :
                List.of("", "a=group:BUNDLE\n", "a=group:LS a v\n", "a=group:BUNDLE a\n")) {
            assertNotAcceptable(
                    "audio and video are offered over several transports; BUNDLE is required",
                    SHORT.replaceFirst("a=group.*\n", group));
        }
    }

    @Test
    void payloadTypesTellTheTracksApart() {
        assertMalformed(
                "audio and video are offered with the same payload type",
                SHORT.replace(" 96", " 111").replace(":96", ":111"));
    }

    @Test
    void theClientMustBeAbleToBeActive() throws SdpException {
        String offer = SHORT.replace("a=ice-ufrag", "a=setup:passive\na=ice-ufrag");
        assertNotAcceptable(
                "a=setup:passive is offered; the client must be able to be active", offer);
        Offer.parse(offer.replace("passive", "active"));
    }
}
