package dev.rillcast.sdp;

import static dev.rillcast.sdp.Offers.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which layers of an offered simulcast are taken (RFC 8851, RFC 8853). */
class SimulcastTest {
    private static final String EXTENSION =
            "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n";
    private static final String RIDS =
            EXTENSION
                    + """
                    a=rid:a send
                    a=rid:b send pt=96;max-width=640
                    a=rid:c send max-fps=15; pt=97,96
                    a=rid:vp8 send pt=98
                    a=rid:in recv
                    """;

    private static AgreedTrack taken(String lines) throws SdpException {
        return Offer.parse(SHORT + lines).tracks().getLast();
    }

    @ParameterizedTest
    @CsvSource({
        "send a;b;c, 'a,b,c'",
        "recv in send c;a, 'c,a'",
        "send a;b recv in, 'a,b'",
        "send ~a;~b, 'a,b'", // RFC 8853 5.2: it begins paused
        "'send vp8,a;b', 'a,b'", // the alternative that fits the codec
        "send a;vp8;b, 'a,b'",
        "send a;a;b, 'a,b'",
        "send a;nobody;in;b;?;, 'a,b'",
        "send a, ''", // one is none
        "recv a;b, ''",
        "send, ''",
        "'', ''",
    })
    void theseLayersAreTaken(String simulcast, String rids) throws SdpException {
        List<String> expected = rids.isEmpty() ? List.of() : List.of(rids.split(",", -1));
        assertEquals(expected, taken(RIDS + "a=simulcast:" + simulcast + "\n").rids());
    }

    @Test
    void withoutAHeaderExtensionNothingTellsThemApart() throws SdpException { // RFC 8853 5.5
        String simulcast = RIDS + "a=simulcast:send a;b\n";
        assertEquals(List.of("a", "b"), taken(simulcast).rids());
        assertEquals(List.of(), taken(simulcast.replace(EXTENSION, "")).rids());
        String onlyReceived = simulcast.replace("extmap:9", "extmap:9/recvonly");
        assertEquals(List.of(), taken(onlyReceived).rids());
    }

    @Test
    void noMoreThanFourLayersAreTaken() throws SdpException {
        StringBuilder lines = new StringBuilder(EXTENSION);
        for (char rid = 'a'; rid <= 'z'; rid++) {
            lines.append("a=rid:").append(rid).append(" send\n");
        }
        lines.append("a=simulcast:send a;b;c;d;e;f;g\n");
        assertEquals(List.of("a", "b", "c", "d"), taken(lines.toString()).rids());
    }

    @Test
    void layersBySourceAreTakenAsTheyAreNamed() throws SdpException { // RFC 5576 4.2
        Sources sources =
                taken(
                                """
                                a=ssrc-group:FID 1 2
                                a=ssrc-group:SIM 1 4294967295
                                a=ssrc-group:FID 4294967295 3
                                a=ssrc-group:FID 9 2
                                """)
                        .sources();
        assertEquals(new Sources(List.of(1, -1), Map.of(2, 1, 3, -1)), sources);
    }

    @Test
    void groupsThatAreMalformedAreSkipped() throws SdpException {
        Sources sources =
                taken(
                                """
                                a=ssrc-group:SIM 1 4294967296
                                a=ssrc-group:SIM 1 x
                                a=ssrc-group:SIM 1 2 3 4 5
                                a=ssrc-group:SIM
                                a=ssrc-group:FID 1
                                a=ssrc-group:FID 1 2 3
                                a=ssrc-group:
                                a=ssrc-group:FEC-FR 1 2
                                """)
                        .sources();
        assertEquals(Sources.NONE, sources);
    }
}
