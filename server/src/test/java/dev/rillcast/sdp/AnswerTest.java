package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final Answer ANSWER =
            new Answer(
                    "ours",
                    "ourpasswordourpassword",
                    "sha-256 CC:DD",
                    List.of("1 1 udp 2130706431 192.0.2.1 8189 typ host"));

    @Test
    void theAnswerToPionIsThis() throws SdpException {
        String withoutOrigin = answer(Offers.of("pion")).replaceFirst("o=.*\r\n", "");
        assertEquals(Offers.of("pion-answered"), withoutOrigin);
    }

    @Test
    void everyClientGetsItsSectionsBackInItsOrder() throws SdpException {
        List<String> clients =
                Stream.concat(Offers.CLIENTS.stream(), Offers.CAPTURED.stream()).toList();
        for (String client : clients) {
            SessionDescription offer = SessionDescription.parse(Offers.of(client));
            SessionDescription answer =
                    SessionDescription.parse(
                            ANSWER.to(Offer.parse(Offers.of(client), Offer.ALL_VIDEO)));
            assertEquals(offer.media().size(), answer.media().size());
            for (int i = 0; i < offer.media().size(); i++) {
                assertAnswers(offer.media().get(i), answer.media().get(i));
            }
        }
    }

    private static void assertAnswers(MediaDescription offer, MediaDescription answer) {
        assertEquals(offer.kind(), answer.kind());
        assertEquals(offer.protocol(), answer.protocol());
        assertEquals(offer.mid(), answer.mid());
        assertTrue(offer.formats().containsAll(answer.formats()));
        assertTrue(offer.all("rtpmap").containsAll(answer.all("rtpmap")));
        List<String> ids =
                offer.all("extmap").stream().map(e -> e.replace("/sendonly", "")).toList();
        assertTrue(ids.containsAll(answer.all("extmap")));
        assertFalse(answer.all("extmap").toString().contains("video-orientation"));
        if (answer.port() == 0) {
            assertTrue(answer.has("inactive"));
        } else {
            assertEquals(ANSWER.candidates(), answer.all("candidate"));
            assertTrue(answer.has("recvonly") && answer.has("end-of-candidates"));
            assertEquals("passive", answer.attribute("setup").orElseThrow());
            assertTrue(offer.all("rtcp-fb").containsAll(answer.all("rtcp-fb")));
        }
    }

    @Test
    void refusedSectionsHavePortZeroAndAreOutOfTheBundle() throws SdpException {
        SessionDescription answer =
                SessionDescription.parse(
                        answer(Offers.directed("video", "inactive", Offers.of("firefox"))));
        assertEquals(List.of("0"), answer.bundle());
        assertEquals(9, answer.media().getFirst().port());
        assertEquals(0, answer.media().getLast().port());
    }

    @Test
    void whoWouldReceiveTooIsOnlyReceivedFrom() throws SdpException {
        for (String direction : List.of("sendrecv", "sendonly")) {
            String offer = Offers.directed("video", direction, Offers.of("chromium"));
            SessionDescription answer = SessionDescription.parse(answer(offer));
            assertTrue(answer.media().stream().allMatch(m -> m.has("recvonly")));
        }
    }

    @Test
    void aBundleThatWasNotOfferedIsNotAnswered() throws SdpException {
        String offer = Offers.only("audio", SHORT).replaceFirst("a=group.*\n", "");
        assertFalse(answer(offer).contains("a=group"));
        assertTrue(answer(offer).contains("a=mid:a"));
    }

    @Test
    void theProfileAndTheModeAreTheOffers() throws SdpException {
        assertTrue(
                answer(Offers.of("chromium"))
                        .contains("packetization-mode=1;profile-level-id=42001f\r"));
        String high = SHORT.replace("packetization-mode=1", "profile-level-id=640C1F");
        assertTrue(answer(high).contains("packetization-mode=0;profile-level-id=640C1F\r"));
        String hostile = SHORT.replace("packetization-mode=1", "profile-level-id=42e01f x");
        assertTrue(answer(hostile).contains("profile-level-id=42e01f\r"));
    }

    @Test
    void whatIsSentAgainHasItsPayloadTypeIfPacketsMayBeAskedFor() throws SdpException {
        String rtx = "a=rtpmap:97 rtx/90000\na=fmtp:97 apt=96\n";
        String offer = SHORT.replace("SAVPF 96", "SAVPF 96 97") + rtx + "a=rtcp-fb:96 nack\n";
        String answer = answer(offer);
        assertTrue(answer.contains("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"), answer);
        assertTrue(answer.contains(rtx.replace("\n", "\r\n")), answer);
        for (String without :
                List.of(
                        offer.replace("nack", "ccm fir"),
                        offer.replace("apt=96", "apt=98"),
                        offer.replace("rtx/90000", "rtx/48000"),
                        offer.replace("SAVPF 96 97", "SAVPF 96"))) {
            assertFalse(answer(without).contains("rtx"), without);
        }
    }

    @Test
    void bandwidthIsToldByRembWhereTransportCcIsNot() throws SdpException {
        String time = " http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
        String remb = SHORT + "a=rtcp-fb:96 goog-remb\na=extmap:2" + time + "\n";
        String answer = answer(remb);
        assertTrue(answer.contains("a=rtcp-fb:96 goog-remb\r\n"), answer);
        assertTrue(answer.contains("a=extmap:2" + time + "\r\n"), answer);
        String both =
                remb
                        + "a=rtcp-fb:96 transport-cc\na=extmap:3 "
                        + HeaderExtensions.TRANSPORT_CC
                        + "\n";
        answer = answer(both);
        assertTrue(answer.contains("a=rtcp-fb:96 transport-cc\r\n"), answer);
        assertFalse(answer.contains("remb") || answer.contains(time), answer);
    }

    @Test
    void whoTricklesIsToldThatItMay() throws SdpException { // RFC 8840 4.1.1
        assertTrue(answer(SHORT).contains("a=ice-options:ice2\r\n"));
        for (String client : List.of("chromium", "firefox-audio", "obs")) {
            assertTrue(answer(Offers.of(client)).contains("a=ice-options:ice2 trickle\r\n"));
        }
    }

    @Test
    void feedbackThatWasNotOfferedIsNotAnswered() throws SdpException {
        assertFalse(answer(SHORT).contains("rtcp-fb"));
        String wildcard = answer(SHORT + "a=rtcp-fb:* nack pli\n");
        assertTrue(wildcard.contains("a=rtcp-fb:96 nack pli\r"));
        assertFalse(wildcard.contains("a=rtcp-fb:96 nack\r"));
        String withoutId = answer(SHORT + "a=rtcp-fb:96 transport-cc\n");
        assertFalse(withoutId.contains("transport-cc"), "of no use without the header extension");
    }

    private static String answer(String offer) throws SdpException {
        return ANSWER.to(Offer.parse(offer));
    }
}
