package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.refusal;
import static dev.rillcast.auth.Knocks.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SecretsTest {
    /** FIPS 180-4, the example of one block. */
    private static final String ABC =
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aSecretIsKeptAsItIsOrHashed() {
        assertEquals(ABC, Secrets.hash("abc"));
        for (String entry :
                List.of("abc", ABC, "sha256:" + ABC.substring(7).toUpperCase(Locale.ROOT))) {
            Secrets secrets = new Secrets(List.of("other", entry));
            assertTrue(secrets.contains("abc"));
            assertTrue(secrets.contains("other"));
            assertFalse(secrets.contains("abcd"));
            assertFalse(secrets.contains(""));
            assertFalse(secrets.contains(ABC));
        }
        assertFalse(new Secrets(List.of()).contains(""));
    }

    @Test
    void aRandomOneHas256BitsAndFitsAHeader() {
        SecureRandom random = new SecureRandom();
        assertTrue(Secrets.random(random).matches("[A-Za-z0-9_-]{43}"));
        assertNotEquals(Secrets.random(random), Secrets.random(random));
    }

    @Test
    void aFixedTokenLetsIn() throws Exception {
        Tokens tokens = new Tokens(new Secrets(List.of("token-123", ABC)));
        assertEquals(Grant.ALL, tokens.check(token("token-123")));
        assertEquals(Grant.ALL, tokens.check(token("abc")));
        assertEquals(
                "WRONG_CREDENTIALS: the token is wrong",
                refusal(() -> tokens.check(token("token-124"))));
    }
}
