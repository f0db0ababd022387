package dev.rillcast.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    /** FIPS 180-2, appendix B.1: the hash of "abc". */
    private static final String ABC =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:"
                    + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    private static final byte[] CERTIFICATE = "abc".getBytes(StandardCharsets.US_ASCII);

    @Test
    void itMatchesItsCertificateOnly() {
        Fingerprint fingerprint = Fingerprint.parse("sha-256 " + ABC);
        assertTrue(fingerprint.matches(CERTIFICATE));
        assertFalse(fingerprint.matches(new byte[3]));
        assertEquals(fingerprint, Fingerprint.of(CERTIFICATE));
        assertEquals("sha-256 " + ABC, fingerprint.toString());
    }

    @Test
    void lettersMayBeOfEitherCase() {
        String attribute = " SHA-256 " + ABC.toLowerCase(Locale.ROOT) + " ";
        assertEquals(Fingerprint.of(CERTIFICATE), Fingerprint.parse(attribute));
    }

    @Test
    void theLongerHashesAreTakenToo() {
        Fingerprint.parse("sha-384 " + "00:".repeat(47) + "00");
        Fingerprint.parse("sha-512 " + "00:".repeat(63) + "00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-1", "md5", "sha-3"})
    void aWeakHashIsRefused(String algorithm) {
        assertRefused(algorithm + " " + ABC, "a fingerprint may be of sha-256, sha-384 or sha-512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00:11", "ZZ:", "BA78", "ba:7"})
    void anotherFormIsRefused(String value) {
        assertRefused(
                "sha-256 " + value,
                value.isEmpty()
                        ? "a fingerprint is the name of a hash, a space and the hash"
                        : "a fingerprint of sha-256 has 32 pairs of hexadecimal digits"
                                + " with colons between");
    }

    private static void assertRefused(String attribute, String message) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(attribute));
        assertEquals(message, e.getMessage());
    }
}
