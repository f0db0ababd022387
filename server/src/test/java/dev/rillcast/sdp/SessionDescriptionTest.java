package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static dev.rillcast.sdp.Offers.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
    @Test
    void sectionsAreReadWithTheirAttributes() throws SdpException {
        SessionDescription sdp = SessionDescription.parse(SHORT);
        assertEquals(List.of("a", "v"), sdp.bundle());
        MediaDescription video = sdp.media().getLast();
        assertEquals("video", video.kind());
        assertEquals(9, video.port());
        assertEquals("UDP/TLS/RTP/SAVPF", video.protocol());
        assertEquals(List.of("96"), video.formats());
        assertEquals("v", video.mid());
    }

    @Test
    void linesMayEndInAnyOfTheUsualWays() throws SdpException {
        String crlf = SHORT.replace("\n", "\r\n");
        SessionDescription expected = SessionDescription.parse(SHORT);
        assertEquals(expected, SessionDescription.parse(crlf));
        assertEquals(expected, SessionDescription.parse(crlf.stripTrailing()));
        assertEquals(expected, SessionDescription.parse(crlf + "\r\n"));
    }

    @Test
    void theFirstLineIsTheVersion() {
        assertMalformed("line 1 of the SDP is not v=0", "");
        assertMalformed("line 1 of the SDP is not v=0", "v=1\r\n");
        assertMalformed("line 1 of the SDP is not v=0", "\r\n" + SHORT);
        assertMalformed("line 1 of the SDP is not v=0", "{\"type\": \"offer\"}");
    }

    @Test
    void everyLineIsATypeAndAValue() {
        String rule =
                "line 2 of the SDP is not of the form x=value, at most 4096 characters without"
                        + " control characters";
        for (String line :
                List.of("", "o", "o-", "=o", "O=1", "1=1", "o=\u0000", "o=\ra=mid:0", "o=\t")) {
            assertMalformed(rule, SHORT.replaceFirst("o=.*", line));
        }
        assertMalformed(rule, SHORT.replaceFirst("o=.*", "o=" + "x".repeat(4_095)));
    }

    @Test
    void aSectionHasAKindAPortAProtocolAndFormats() {
        for (String line :
                List.of(
                        "m=",
                        "m=audio 9 RTP/SAVPF",
                        "m=audio x RTP/SAVPF 0",
                        "m=audio 123456 R 0")) {
            assertMalformed(
                    "line 9 of the SDP is not m=media port protocol formats",
                    SHORT.replaceFirst("m=audio.*", line));
        }
    }

    @Test
    void theNumberOfSectionsIsBounded() {
        assertMalformed("the SDP has no m= line", "v=0\r\n");
        assertMalformed(
                "the SDP has more than 32 m= lines",
                "v=0\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\n".repeat(40));
    }

    @Test
    void theLengthIsBounded() {
        assertMalformed(
                "the SDP has 65537 characters, at most 65536 are taken", "x".repeat(65_537));
    }
}
