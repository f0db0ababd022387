package dev.rillcast.icecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcecastUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://radio.example/live.mp3, false, radio.example, 80, /live.mp3",
        "HTTP://Radio.Example:8000/live, false, radio.example, 8000, /live",
        "https://radio.example, true, radio.example, 443, /",
        "https://radio.example:8443?a=b, true, radio.example, 8443, /?a=b",
        "http://radio.example:8000/;stream.mp3, false, radio.example, 8000, /;stream.mp3",
        "http://radio.example/%C3%BC?token=1/2#now, false, radio.example, 80, /%C3%BC?token=1/2",
        "http://10.0.0.1:8000/a, false, 10.0.0.1, 8000, /a",
        "http://[2001:DB8::1]:8000/a, false, 2001:db8::1, 8000, /a",
        "http://ada:pass@radio.example/a@b, false, radio.example, 80, /a@b",
    })
    void anAddressIsReadAsBrowsersReadIt(
            String text, boolean tls, String host, int port, String path) {
        IcecastUrl url = IcecastUrl.parse(text);
        assertEquals(new IcecastUrl(tls, url.login(), host, port, path), url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://ada:lovelace@h/, ada:lovelace",
        "http://ada@h/, ada",
        "http://ada:p%40ss%3Aw%C3%B6rd@h/, ada:p@ss:wörd",
        "http://ada:p@ss@h/, ada:p@ss",
    })
    void userAndPasswordArePercentDecoded(String text, String login) {
        assertEquals(Optional.of(login), IcecastUrl.parse(text).login());
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live, must begin with",
        "file:///etc/passwd, must begin with",
        "//h/live, must begin with",
        "'', must begin with",
        "http:h/live, must begin with",
        "http:///live, must name a host",
        "http://?x, must name a host",
        "http://h:port/, must name a host",
        "http://h:1:2/, must name a host",
        "http://h:0/, a port of 1 to 65535",
        "http://h:65536/, a port of 1 to 65535",
        "http://::1/, must name a host",
        "http://[::1/, must name a host",
        "http://[12]/, no IPv6 address",
        "http://127.0.0.1\\@public.example/, must be percent-encoded",
        "http://１２７.０.０.１/, must name a host",
        "http://127%2e0%2e0%2e1/, must name a host",
        "http://h/a b, must be percent-encoded",
        "http://h/a\\b, must be percent-encoded",
        "http://h/ü, must be percent-encoded",
        "http://h/%2, must be percent-encoded",
        "http://a%@h/, not percent-encoded",
        "http://a%fg@h/, not percent-encoded",
        "http://a%ff@h/, not percent-encoded",
        "http://a%0d%0aX@h/, not percent-encoded",
    })
    void whatMayMeanAnotherHostOrRequestIsRefused(String text, String why) {
        assertRefused(text, why);
    }

    @Test
    void linesDoNotEndWithinAnAddress() {
        assertRefused("http://h/a\r\nHost: other", "must be percent-encoded");
        assertRefused("http://h\r\n/a", "must name a host");
        assertRefused("http://h/a#\r\n", "must begin with");
        assertRefused("http://h/" + "a".repeat(2_048), "more than 2048 characters");
    }

    private static void assertRefused(String text, String why) {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> IcecastUrl.parse(text));
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
    }

    @Test
    void whatIsPrintedHasNoSecret() {
        String printed = IcecastUrl.parse("https://ada:lovelace@h:8000/live?token=t0k").toString();
        assertEquals("https://h:8000/live", printed);
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> IcecastUrl.parse("http://ada:love%lace@h/"));
        assertFalse(refused.toString().contains("lace"), refused::toString);
    }
}
