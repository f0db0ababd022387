package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rillcast.ice.IceServers.TurnAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceServersTest {
    private static final List<String> URLS =
            List.of("stun:a.example", "turn:b.example:3478", "stuns:c.example", "turns:[fd00::7]");

    private static final String SECRET = "the secret of the relay";

    /** Twelve hours before 1796000000. */
    private static final Instant NOW = Instant.ofEpochSecond(1_795_956_800);

    /** By openssl dgst -sha1 -hmac SECRET -binary | base64, of the user name. */
    private static final TurnCredential MADE =
            new TurnCredential("1796000000:49647969", "/OGp1KrcLDb82K5vsI7wh+185GA=");

    @Test
    void turnServersComeWithACredentialThatIsMadeForTheUser() {
        assertEquals(
                List.of(
                        new IceServer(
                                List.of("stun:a.example", "stuns:c.example"), Optional.empty()),
                        new IceServer(
                                List.of("turn:b.example:3478", "turns:[fd00::7]"),
                                Optional.of(MADE))),
                servers(new TurnAccess.SharedSecret(SECRET)).forUser("49647969", NOW));
    }

    @Test
    void aFixedCredentialIsToldAsItIs() {
        TurnCredential fixed = new TurnCredential("rill", "cast");
        IceServer turn = servers(new TurnAccess.Fixed(fixed)).forUser("49647969", NOW).getLast();
        assertEquals(Optional.of(fixed), turn.credential());
    }

    @Test
    void withoutServersNobodyIsToldAny() {
        assertEquals(List.of(), IceServers.NONE.forUser("49647969", NOW));
    }

    @Test
    void secretsAreNeverPrinted() {
        assertFalse(servers(new TurnAccess.SharedSecret(SECRET)).toString().contains(SECRET));
        assertFalse(servers(new TurnAccess.Fixed(MADE)).toString().contains(MADE.credential()));
    }

    private static IceServers servers(TurnAccess access) {
        return new IceServers(URLS, access);
    }
}
