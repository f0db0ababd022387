package dev.rillcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IceTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:turn.example.org",
                "stun:192.0.2.1:3478",
                "stuns:[2001:db8::1]:5349",
                "turn:turn.example.org",
                "turn:turn.example.org:3478?transport=udp",
                "turns:[2001:db8::1]?transport=tcp"
            })
    void anIceServerIsAStunOrTurnUrl(String url) {
        Optional<String> secret = url.startsWith("turn") ? Optional.of("x") : Optional.empty();
        List<String> servers = new Ice(List.of(url), secret, NONE, NONE).servers();
        assertEquals(List.of(url), servers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "turn.example.org",
                "http://turn.example.org",
                "turn://turn.example.org",
                "TURN:turn.example.org",
                "turn:",
                "turn:a b",
                "turn:user@turn.example.org",
                "turn:turn.example.org:0",
                "turn:turn.example.org:65536",
                "turn:2001:db8::1",
                "turn:10.0.0.0/8",
                "turn:turn.example.org?transport=sctp",
                "turn:turn.example.org?transport=tcp&a=b",
                "stun:turn.example.org?transport=udp"
            })
    void anythingElseIsNoIceServer(String url) {
        String message = failure(() -> new Ice(List.of(url), Optional.of("x"), NONE, NONE));
        assertEquals("ice.servers: \"" + url + "\" is not " + Ice.FORM, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{servers: turn:a} | ice.servers: turn:a needs ice.secret, or ice.username and ice.credential",
                "{servers: [stun:a, turns:a], secret: x, username: y, credential: z}"
                        + " | ice.secret: can't be set beside ice.username and ice.credential",
                "{servers: turn:a, username: x} | ice.credential: is missing beside ice.username",
                "{servers: turn:a, credential: x} | ice.username: is missing beside ice.credential",
                "{servers: turn:a, secret: x, credential: y}"
                        + " | ice.username: is missing beside ice.credential",
                "{servers: stun:a, secret: x} | ice.secret: is for TURN servers, and ice.servers names none",
                "{username: x, credential: y}"
                        + " | ice.username: is for TURN servers, and ice.servers names none",
            })
    void turnServersLetInByASecretOrByOneCredential(String yaml, String message)
            throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "ice: " + yaml);
        assertEquals(message, failure(() -> Config.load(Optional.of(file), Map.of())));
    }

    @Test
    void secretsAreNeverPrinted() {
        List<String> servers = List.of("turn:a");
        Ice made = new Ice(servers, Optional.of("hidden"), NONE, NONE);
        Ice fixed = new Ice(servers, NONE, Optional.of("someone"), Optional.of("hidden"));
        assertFalse((made + " " + fixed).contains("hidden"));
    }

    private static String failure(Executable work) {
        return String.valueOf(assertThrows(ConfigException.class, work).getMessage());
    }
}
