package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtmpUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live, x, h, 1935, live, x",
        "rtmp://h/live/, x, h, 1935, live, x",
        "rtmp://h/live/x, , h, 1935, live, x",
        "rtmp://h:1936/live/x, '', h, 1936, live, x",
        "RTMP://H.Example/live/x, , h.example, 1935, live, x",
        "rtmp://h/a/b/c, , h, 1935, a/b, c",
        "rtmp://h/a/b, c, h, 1935, a/b, c",
        "rtmp://h/live/x?user=a/b&k=1, , h, 1935, live, x?user=a/b&k=1",
        "rtmp://h/live?token=t, x?k=1, h, 1935, live?token=t, x?k=1",
        "rtmp://[2001:db8::1]:19350/live/x, , 2001:db8::1, 19350, live, x",
        "rtmp://[2001:DB8::A]/live/x, , 2001:db8::a, 1935, live, x",
        "rtmp://[::1]/live/x, , ::1, 1935, live, x",
        "rtmp://h/live/, x/y, h, 1935, live, x/y",
        "rtmp://h/app/instance/, x, h, 1935, app/instance, x",
        "rtmp://h/app/instance/x, , h, 1935, app/instance, x",
        "rtmp://h/live//x, , h, 1935, live, x",
        "rtmp://h//live/x, , h, 1935, live, x",
        "rtmp://h/live?path=/a/, x, h, 1935, live?path=/a/, x",
        "rtmp://h/live/x#1?a=b, , h, 1935, live, x#1?a=b",
        "' rtmp://h/live ', ' x ', h, 1935, live, x",
        "rtmp://h/live/x?mail=a@b, , h, 1935, live, x?mail=a@b",
        "rtmp://h/live@home/x, , h, 1935, live@home, x",
    })
    void outputAndStreamNameAreJoinedAsEncodersDo(
            String output, @Nullable String name, String host, int port, String app, String key) {
        assertEquals(new RtmpUrl("rtmp", host, port, app, key), RtmpUrl.parse(output, name));
    }

    @ParameterizedTest
    @CsvSource({
        "rtmps://h/live/x, 443, rtmps://h/live",
        "RTMPS://h:443/live/x, 443, rtmps://h/live",
        "rtmps://h:1935/live/x, 1935, rtmps://h:1935/live",
        "rtmps://[::1]/live/x, 443, rtmps://[::1]/live",
        "rtmp://h:443/live/x, 443, rtmp://h:443/live",
        "rtmp://h/live/x, 1935, rtmp://h/live",
        "rtmp://[::1]:1/a/b/x, 1, rtmp://[::1]:1/a/b",
    })
    void theTcUrlNamesThePortOnlyWhenItIsNotTheSchemesOwn(String output, int port, String tcUrl) {
        RtmpUrl url = RtmpUrl.parse(output, null);
        assertEquals(port, url.port());
        assertEquals(tcUrl, url.tcUrl());
        assertEquals(tcUrl.startsWith("rtmps"), url.tls());
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://ann:secret@h/live/x, ann, secret",
        "rtmp://ann@h/live/x, ann, ''",
        "rtmp://ann:@h/live/x, ann, ''",
        "rtmp://ann:s:e@h/live/x, ann, s:e",
        "rtmp://ann@example.org:p@ss@h/live/x, ann@example.org, p@ss",
        "rtmp://%61nn:%2F%3F%23%40%25%C3%A9@h/live/x, ann, /?#@%é",
        "rtmps://ann:100+1@[::1]:1/live/x, ann, 100+1",
    })
    void userAndPasswordStandBeforeTheHost(String output, String user, String password) {
        RtmpUrl url = RtmpUrl.parse(output, null);
        assertEquals(Optional.of(new Login(user, password)), url.login());
        assertEquals("live x", url.app() + " " + url.streamKey());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/live/x, must begin with rtmp:// or rtmps://",
        "rtmpt://h/live/x, must begin with rtmp:// or rtmps://",
        "live/x, must begin with rtmp://",
        "rtmp://, must name a host",
        "rtmp:///live/x, must name a host",
        "rtmp://h:x/live/x, must name a host",
        "rtmp://[::1/live/x, must name a host",
        "rtmp://[1.2.3.4]/live/x, is no IPv6 address",
        "rtmp://[1::2::3]/live/x, is no IPv6 address",
        "rtmp://[fe80::1%25eth0]/live/x, must name a host",
        "rtmp://ann:secret@/live/x, must name a host",
        "rtmp://ann:secret/@h/live/x, %2F for a / in a password",
        "rtmp://:secret@h/live/x, has no user before the @",
        "rtmp://ann:se\\cret@h/live/x, must be percent-encoded",
        "rtmp://@h/live/x, has no user before the @",
        "rtmp://ann:secret%@h/live/x, two hex digits follow a %",
        "rtmp://ann:secret%4@h/live/x, two hex digits follow a %",
        "rtmp://ann:secret%zz@h/live/x, two hex digits follow a %",
        "rtmp://ann:secret%ff@h/live/x, is not UTF-8",
        "rtmp://ann:secret%00@h/live/x, take no control characters",
        "rtmp://h:0/live/x, port must be 1 to 65535",
        "rtmp://h:65536/live/x, port must be 1 to 65535",
        "rtmp://h, rtmp://host/app/key",
        "rtmp://h/x, rtmp://host/app/key",
        "rtmp://h/live/, rtmp://host/app/key",
        "rtmp://h?live/x, rtmp://host/app/key",
    })
    void whatIsNoOutputIsRefusedWithAReason(String output, String reason) {
        var error = assertThrows(IllegalArgumentException.class, () -> RtmpUrl.parse(output, null));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void controlCharactersAndLongTextsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RtmpUrl.parse("rtmp://h/live", "x\r\nSet: y"));
        assertThrows(
                IllegalArgumentException.class,
                () -> RtmpUrl.parse("rtmp://h/live", "x".repeat(2_048)));
    }

    @Test
    void theStreamKeyIsNeverPrinted() {
        RtmpUrl url = RtmpUrl.parse("rtmp://h/live?token=hidden", "secret-key-1234");
        assertEquals("rtmp://h/live/se…", url.toString());
        assertEquals("rtmp://h/live", url.describe());
        assertEquals("rtmp://h/live/…", RtmpUrl.parse("rtmp://h/live", "short").toString());
    }

    @Test
    void theLoginIsNeverPrintedNorSentAsPartOfTheUrl() {
        RtmpUrl url = RtmpUrl.parse("rtmp://annabel:pass%20word@h/live", "key-1234");
        assertEquals("rtmp://h/live", url.tcUrl());
        assertEquals("rtmp://h/live", url.describe());
        assertEquals("rtmp://h/live/ke…", url.toString());
        assertFalse(String.valueOf(url.login()).matches(".*(annabel|pass).*"));
    }

    @Test
    void theUserThatAnIngestRepeatsIsHidden() {
        RtmpUrl url = RtmpUrl.parse("rtmp://ann:pass-word@a.example/live/show", null);
        assertEquals(
                "[ authmod=adobe ] : ?reason=authfailed&user=…&salt=x",
                url.hideKey("[ authmod=adobe ] : ?reason=authfailed&user=ann&salt=x"));
    }

    @Test
    void whatAnIngestSaysLosesTheStreamKeyAndThePassword() {
        RtmpUrl url = RtmpUrl.parse("rtmp://ann:secret@h/live", "key-1234?token=t");
        assertEquals(
                "no … and … for ann, nor …",
                url.hideKey("no key-1234?token=t and key-1234 for ann, nor secret"));
        assertEquals(
                "an a in live", RtmpUrl.parse("rtmp://b:a@h/live", "a").hideKey("an a in live"));
    }
}
