package dev.rillcast.icecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcecastTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "http://h:8000/live.mp3, /live.mp3",
        "http://h:8000/{streamname}.mp3, /my%20stream%2F%3F%C3%BC%2B.mp3",
        "http://h:8000/{room}/{streamname}?r={room}, "
                + "/r%7B1%7D%24/my%20stream%2F%3F%C3%BC%2B?r=r%7B1%7D%24",
    })
    void streamNameAndRoomArePutInPercentEncoded(String template, String path) {
        IcecastUrl url = new IcecastTemplate(template).url("my stream/?ü+", Optional.of("r{1}$"));
        assertEquals(new IcecastUrl(false, Optional.empty(), "h", 8000, path), url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://{room}.example/live, only behind the host",
        "http://h.{streamname}/live, only behind the host",
        "http://{room}:pass@h/live, only behind the host",
        "http://h/{roomname}, 'has {roomname}, but only {streamname} and {room} are known'",
        "http://h/{room, must be percent-encoded",
        "ftp://h/{room}, must begin with",
        "{room}://h/, must begin with",
    })
    void aTemplateThatCannotBeIsRefusedAtTheStart(String template, String why) {
        assertRefused(why, () -> new IcecastTemplate(template));
    }

    @Test
    void aRoomIsNeededOnlyWhereTheTemplateHasOne() {
        Optional<String> none = Optional.empty();
        assertEquals("/s", new IcecastTemplate("http://h/{streamname}").url("s", none).path());
        IcecastTemplate withRoom = new IcecastTemplate("http://h/{room}");
        assertRefused("needs a room", () -> withRoom.url("s", none));
    }

    @ParameterizedTest
    @CsvSource({".", ".."})
    void aNameOfDotsDoesNotLeadToAnotherFolder(String dots) {
        IcecastTemplate template = new IcecastTemplate("http://h/rooms/{room}/{streamname}");
        assertRefused("dots alone", () -> template.url(dots, Optional.of("r")));
        assertRefused("dots alone", () -> template.url("s", Optional.of(dots)));
    }

    @Test
    void whatIsPrintedHasNoSecret() {
        IcecastTemplate template = new IcecastTemplate("http://a:b@h/{streamname}.mp3?token=t0k");
        assertEquals("http://h/-.mp3", template.toString());
    }

    private static void assertRefused(String why, Runnable use) {
        Exception refused = assertThrows(IllegalArgumentException.class, use::run);
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
    }
}
