package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.icecast.IcecastTemplate;
import dev.rillcast.icecast.IcecastUrl;
import dev.rillcast.output.IcecastMount;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IcecastMountsTest {
    private static final Optional<IcecastTemplate> TEMPLATE =
            Optional.of(new IcecastTemplate("http://ada:secret@h/{room}/{streamname}"));
    private static final Optional<String> ROOM = Optional.of("den");
    private static final String URL = "http://public.example/live";

    private static Optional<IcecastMount> mount(
            Optional<IcecastTemplate> template, Optional<String> room, Map<String, Object> asked)
            throws SignalException {
        JsonNode message = new JsonMapper().valueToTree(Map.of(TranscodingTarget.PATH, asked));
        TranscodingTarget target = TranscodingTarget.readAll(message).getFirst();
        return new IcecastMounts(template, room).of(target, "show 1?token=t0k");
    }

    @Test
    void aTargetThatDoesNotAskKeepsItsMicrophone() throws Exception {
        assertEquals(Optional.empty(), mount(TEMPLATE, ROOM, Map.of()));
        assertEquals(Optional.empty(), mount(TEMPLATE, ROOM, Map.of("icecast_url", URL)));
    }

    @Test
    void whatATargetNamesIsNotTrusted() throws Exception {
        assertEquals(
                Optional.of(new IcecastMount(IcecastUrl.parse(URL), false)),
                mount(TEMPLATE, ROOM, Map.of("icecast_audio", "1", "icecast_url", URL)));
    }

    @Test
    void elseItIsTheOperatorsWithStreamNameAndRoom() throws Exception {
        IcecastUrl url = IcecastUrl.parse("http://ada:secret@h/den/show%201");
        assertEquals(
                Optional.of(new IcecastMount(url, true)),
                mount(TEMPLATE, ROOM, Map.of("icecast_audio", "1")));
    }

    @Test
    void whereThereIsNoneItIsRefusedWithoutTheOperatorsAddress() {
        assertRefused(
                "transcodingTargets.icecast_audio: icecast_url must be given",
                Optional.empty(),
                ROOM);
        assertRefused(
                "transcodingTargets.icecast_audio: icecast.url needs a room",
                TEMPLATE,
                Optional.empty());
        assertRefused(
                "transcodingTargets.icecast_audio: icecast.url can't have dots alone",
                TEMPLATE,
                Optional.of(".."));
    }

    private static void assertRefused(
            String why, Optional<IcecastTemplate> template, Optional<String> room) {
        SignalException refused =
                assertThrows(
                        SignalException.class,
                        () -> mount(template, room, Map.of("icecast_audio", "1")));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(why), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void anAddressThatCannotBeIsNamedByItsArgument() {
        Map<String, Object> asked =
                Map.of("icecast_audio", "1", "icecast_url", "http://h:99999/live");
        SignalException refused =
                assertThrows(SignalException.class, () -> mount(TEMPLATE, ROOM, asked));
        assertEquals(
                "transcodingTargets.icecast_url must have a port of 1 to 65535",
                refused.getMessage());
    }
}
