package dev.rillcast.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IceCredentialsTest {
    @Test
    void generatedOnesAreOfIceCharsAndDiffer() {
        SecureRandom random = new SecureRandom();
        IceCredentials one = IceCredentials.generate(random);
        IceCredentials other = IceCredentials.generate(random);
        assertTrue(one.ufrag().matches("[A-Za-z0-9+/]{8}"));
        assertTrue(one.password().matches("[A-Za-z0-9+/]{24}"));
        assertNotEquals(one.ufrag(), other.ufrag());
        assertNotEquals(one.password(), other.password());
    }

    @Test
    void thePasswordIsNotPrinted() {
        IceCredentials one = IceCredentials.generate(new SecureRandom());
        assertFalse(one.toString().contains(one.password()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "abc,0123456789012345678901,\"ice-ufrag has 3 characters; 4 to 256 are allowed\"",
                "abcd,012345678901234567890,\"ice-pwd has 21 characters; 22 to 256 are allowed\"",
                "ab:d,0123456789012345678901,"
                        + "\"ice-ufrag may hold letters, digits, '+' and '/' only\""
            })
    void whatTheGrammarForbidsIsNamed(String ufrag, String password, String message) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> new IceCredentials(ufrag, password));
        assertEquals(message, e.getMessage());
    }
}
