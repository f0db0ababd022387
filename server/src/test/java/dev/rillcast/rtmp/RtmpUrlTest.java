package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        "rtmp://[::1]/live/x, , ::1, 1935, live, x",
    })
    void outputAndStreamNameAreJoinedAsEncodersDo(
            String output, @Nullable String name, String host, int port, String app, String key) {
        assertEquals(new RtmpUrl("rtmp", host, port, app, key), RtmpUrl.parse(output, name));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/live/x, must begin with rtmp://",
        "live/x, must begin with rtmp://",
        "rtmps://h/live/x, rtmps:// is not supported yet",
        "rtmp://, must name a host",
        "rtmp:///live/x, must name a host",
        "rtmp://h:x/live/x, must name a host",
        "rtmp://[::1/live/x, must name a host",
        "rtmp://user:secret@h/live/x, without user or password",
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
    void theTcUrlNamesThePortOnlyWhenItIsAnother() {
        assertEquals("rtmp://h/live", RtmpUrl.parse("rtmp://h/live/x", null).tcUrl());
        assertEquals("rtmp://[::1]:1/a/b", RtmpUrl.parse("rtmp://[::1]:1/a/b/x", null).tcUrl());
    }

    @Test
    void theStreamKeyIsNeverPrinted() {
        RtmpUrl url = RtmpUrl.parse("rtmp://h/live?token=hidden", "secret-key-1234");
        assertEquals("rtmp://h/live/se…", url.toString());
        assertEquals("rtmp://h/live", url.describe());
        assertEquals("rtmp://h/live/…", RtmpUrl.parse("rtmp://h/live", "short").toString());
    }
}
