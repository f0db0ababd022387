package dev.rillcast.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8840 9, with the example of RFC 9725 4.3.2. */
class IceFragmentTest {
    private static final String EXAMPLE =
            """
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            m=audio 9 RTP/AVP 0
            a=mid:0
            a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw
            a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0
            a=end-of-candidates
            """;

    @Test
    void theExampleIsRead() throws Exception {
        IceFragment fragment = IceFragment.parse(EXAMPLE.replace("\n", "\r\n"));
        assertEquals("EsAw", fragment.ufrag());
        assertEquals("P2uYro0UCOQ4zxjKXaWCBui1", fragment.password());
        assertEquals(List.of("m=audio 9 RTP/AVP 0", "a=mid:0"), fragment.media());
        assertEquals(2, fragment.candidates().size());
        assertEquals(fragment, IceFragment.parse(EXAMPLE), "lines may end in LF alone");
        assertFalse(fragment.toString().contains("P2uY"), "this may get into a log");
    }

    /** Chromium tells them in each section. */
    @Test
    void credentialsMayStandInTheSectionsAndSoBeRepeated() throws Exception {
        String section = "m=video 9 X 96\r\na=mid:1\r\na=ice-ufrag:abcd\r\na=ice-pwd:x\r\n";
        IceFragment fragment =
                IceFragment.parse(
                        "a=group:BUNDLE 0 1\r\na=ice-options:trickle\r\n" + section.repeat(2));
        assertEquals("abcd", fragment.ufrag());
        assertEquals(List.of("m=video 9 X 96", "a=mid:1"), fragment.media());
    }

    @Test
    void theAnswerHasCandidatesOfASectionThatIsKnown() throws Exception {
        IceFragment answer = IceFragment.parse(EXAMPLE).answer("us", "pw", List.of("1 1 udp …"));
        assertEquals(
                """
                a=ice-lite
                a=ice-ufrag:us
                a=ice-pwd:pw
                m=audio 9 RTP/AVP 0
                a=mid:0
                a=candidate:1 1 udp …
                a=end-of-candidates
                """
                        .replace("\n", "\r\n"),
                answer.text());
        IceFragment bare = IceFragment.parse("a=ice-ufrag:abcd\r\na=ice-pwd:x");
        assertEquals(
                "a=ice-lite\r\na=ice-ufrag:us\r\na=ice-pwd:pw\r\n",
                bare.answer("us", "pw", List.of("1 1 udp …")).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0",
                "a=",
                "a=ice-ufrag:",
                "a=ice-ufrag:abcd",
                "a=ice-pwd:abcd",
                "a=ice-ufrag:abcd\na=ice-ufrag:efgh",
                "a=mid:0\n\na=mid:1",
                "m=audio 9\0"
            })
    void whatIsNoFragmentIsRefused(String text) {
        assertThrows(SdpException.class, () -> IceFragment.parse(text));
    }

    @Test
    void aFragmentHasItsBounds() throws Exception {
        assertEquals(100, IceFragment.parse("a=candidate:x\n".repeat(100)).candidates().size());
        for (String text :
                List.of(
                        "a=candidate:x\n".repeat(101),
                        "a=" + "x".repeat(1_025),
                        "a=x\n".repeat(IceFragment.MAX_LENGTH / 4 + 1))) {
            assertThrows(SdpException.class, () -> IceFragment.parse(text));
        }
        var refused = assertThrows(SdpException.class, () -> IceFragment.parse("a=mid:0\nhello"));
        assertTrue(String.valueOf(refused.getMessage()).contains("line 2"));
    }

    /** What a client says of its section comes back to it, so no more than that may be said. */
    @Test
    void aSectionThatIsNoneIsNotRepeated() throws Exception {
        String hostile = "m=audio <b>\na=mid:\"x\"\na=ice-ufrag:abcd\na=ice-pwd:x";
        assertEquals(List.of(), IceFragment.parse(hostile).media());
    }
}
