package dev.rillcast.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {
    private static final String SALT_AND_HASH =
            "c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    /** From crypt(3) of libxcrypt, and from the tests of the Argon2 reference. */
    @ParameterizedTest
    @CsvSource({
        "secret, $2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "secret, $2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
        "pässwörd, $2a$06$......................HHjPEOKHgazyjKytQ3ejX6HvcFkC30.",
        "password, '$argon2id$v=19$m=65536,t=2,p=1$" + SALT_AND_HASH + "'",
    })
    void hashesOfOtherProgramsAreTaken(String password, String hash) {
        assertTrue(PasswordHash.parse(hash).matches(password));
        assertFalse(PasswordHash.parse(hash).matches(password + "x"));
        assertFalse(PasswordHash.parse(hash).matches(""));
    }

    @Test
    void anOwnHashIsArgon2idWithASaltOfItsOwn() {
        String hash = PasswordHash.of("correct horse");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertTrue(PasswordHash.parse(hash).matches("correct horse"));
        assertFalse(PasswordHash.parse(hash).matches("correct house"));
        assertFalse(hash.equals(PasswordHash.of("correct horse")));
    }

    @ParameterizedTest
    @CsvSource({
        "plain",
        "''",
        "$apr1$8sFt66rZ$bpp3iQ4GlGXPYNzxbIwXJ.",
        "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "'$argon2i$v=19$m=65536,t=2,p=1$" + SALT_AND_HASH + "'",
        "'$argon2id$m=65536,t=2,p=1$" + SALT_AND_HASH + "'",
        "'$argon2id$v=19$m=65536,t=2,p=1$$'",
        "'$argon2id$v=19$m=99999999999,t=2,p=1$" + SALT_AND_HASH + "'",
        "$2x$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf",
    })
    void anotherKindIsRefusedWithoutRepeatingIt(String hash) {
        assertEquals(
                "the hash is neither bcrypt ($2b$…) nor Argon2id ($argon2id$v=19$…)",
                refusal(hash));
    }

    @ParameterizedTest
    @CsvSource({
        "'m=131073,t=1,p=1', Argon2's m must be 8 times p to 131072",
        "'m=7,t=1,p=1', Argon2's m must be 8 times p to 131072",
        "'m=65536,t=9,p=1', 'Argon2''s t must be 1 or more, and m times t at most 524288'",
        "'m=65536,t=0,p=1', 'Argon2''s t must be 1 or more, and m times t at most 524288'",
        "'m=65536,t=2,p=17', Argon2's p must be 1 to 16",
        "'m=65536,t=2,p=0', Argon2's p must be 1 to 16",
    })
    void whatWouldCostTooMuchIsRefused(String parameters, String message) {
        assertEquals(message, refusal("$argon2id$v=19$" + parameters + "$" + SALT_AND_HASH));
    }

    @ParameterizedTest
    @CsvSource({"03", "15", "31"})
    void aBcryptCostOutsideItsBoundsIsRefused(String cost) {
        String hash = "$2b$" + cost + "$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
        assertEquals("bcrypt's cost must be 4 to 14", refusal(hash));
    }

    private static String refusal(String hash) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(hash))
                        .getMessage());
    }
}
