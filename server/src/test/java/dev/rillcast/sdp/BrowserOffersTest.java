package dev.rillcast.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is taken of what browsers offer. The offers are those of Chromium 156 and Firefox ESR 153,
 * captured with {@code dev/rillcast/browser/offers.js}, but for two that say of themselves that
 * they are written: {@code safari} and {@code firefox-h264}.
 */
class BrowserOffersTest {
    private static final Answer ANSWER =
            new Answer("ours", "ourpasswordourpassword", "sha-256 CC:DD", List.of());

    private static List<String> taken(String offer) throws SdpException {
        return Offers.taken(Offer.parsePreferringH264(offer, Offer.ALL_VIDEO));
    }

    private static String answer(String client) throws SdpException {
        return ANSWER.to(Offer.parsePreferringH264(Offers.of(client), Offer.ALL_VIDEO));
    }

    static List<String> captured() {
        return Offers.CAPTURED;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // camera and microphone
                "-screen",
                "-simulcast-by-ssrc",
                "-data-channel",
                "-two-cameras",
                "-inactive",
                "-max-bundle",
                "-balanced",
                "-restart",
                "-gathered"
            })
    void ofChromiumH264AndOpusAreTaken(String kind) throws SdpException {
        assertEquals(
                List.of("OPUS 111 red 63 cc=3 mid=4", "H264 102 rtx 103 nack cc=3 mid=4"),
                taken(Offers.of("chromium" + kind)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-vp8-only",
                "-data-channel",
                "-two-cameras",
                "-inactive",
                "-max-bundle",
                "-restart"
            })
    void ofFirefoxVp8AndOpusAreTaken(String kind) throws SdpException {
        assertEquals(
                List.of("OPUS 109 cc=7 mid=3", "VP8 120 rtx 124 nack cc=7 mid=3"),
                taken(Offers.of("firefox" + kind)));
    }

    @ParameterizedTest
    @CsvSource({
        "chromium-vp8-only, VP8 96 rtx 97 nack cc=3 mid=4",
        "chromium-simulcast, H264 102 rtx 103 nack cc=3 mid=4 rid=10 rrid=11 ~q ~h ~f",
        "firefox-simulcast, VP8 120 rtx 124 nack cc=7 mid=3 rid=9 rrid=10 ~q ~h ~f",
        "firefox-h264, H264 126 rtx 127 nack cc=7 mid=3",
        "safari, H264 96 rtx 97 nack cc=3 mid=4",
    })
    void thisVideoIsTaken(String client, String video) throws SdpException {
        assertEquals(video, taken(Offers.of(client)).getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-recvonly-audio", "firefox-recvonly-audio"})
    void whatABrowserOnlyReceivesIsRefused(String client) throws SdpException {
        assertEquals(1, taken(Offers.of(client)).size());
        assertTrue(answer(client).contains("m=audio 0 "));
    }

    /** RFC 9143 14: the sections' ids tell their packets apart. */
    @ParameterizedTest
    @MethodSource("captured")
    void sourcesNeedNotBeNamed(String client) throws SdpException {
        String offer = Offers.of(client);
        String nameless = offer.replaceAll("a=(ssrc|ssrc-group|msid):.*\r\n", "");
        assertEquals(taken(offer), taken(nameless));
    }

    @ParameterizedTest
    @MethodSource("captured")
    void linesThatNobodyKnowsAreSkipped(String client) throws SdpException {
        String offer = Offers.of(client);
        String unknown = "a=new\r\na=newer:1 2 3\r\nb=TIAS:1000000\r\nk=prompt\r\ny=?\r\n";
        String more = offer.replaceAll("(m=|a=mid)", unknown + "$1");
        assertEquals(taken(offer), taken(more));
    }

    @Test
    void correctionCodesForVideoAreNotAskedFor() throws SdpException {
        for (String client : Offers.CAPTURED) {
            String video = answer(client).replaceFirst("(?s).*?m=video", "");
            assertFalse(video.contains("ulpfec") || video.contains("red/"), video);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void theDataChannelIsRefusedAndOutOfTheBundle(String browser) throws SdpException {
        String answer = answer(browser + "-data-channel");
        assertTrue(answer.contains("a=group:BUNDLE 0 1\r\n"), answer);
        String refused = answer.replaceFirst("(?s).*(?=m=application)", "");
        assertEquals(
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                refused.lines().findFirst().orElseThrow());
        assertTrue(refused.contains("a=mid:2\r\na=inactive\r\n"), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void allLayersOfASimulcastAreAskedFor(String browser) throws SdpException {
        String layers = "a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r";
        String answer = answer(browser + "-simulcast");
        assertTrue(answer.contains(layers), answer);
        assertTrue(answer.contains(" urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r"), answer);
    }

    @Test
    void layersWithoutRidsAreKnownByTheirSources() throws SdpException {
        Sources sources =
                Offer.parse(Offers.of("chromium-simulcast-by-ssrc")).tracks().getLast().sources();
        assertEquals(List.of(1001, 1002, 1003), sources.layers());
        assertEquals(1002, sources.repairs().get(2002));
    }

    /** Firefox says it of each section, Chromium of all at once (RFC 8285 6). */
    @Test
    void headerExtensionsOfBothFormsAreTakenWhereTheyAreOffered() throws SdpException {
        assertEquals(1, answer("chromium").split("a=extmap-allow-mixed", -1).length - 1);
        String firefox = answer("firefox-vp8-only");
        assertEquals(2, firefox.split("a=extmap-allow-mixed", -1).length - 1);
        assertFalse(firefox.replaceFirst("(?s)m=.*", "").contains("mixed"), firefox);
    }
}
