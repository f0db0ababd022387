package dev.rillcast.auth;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.ES384;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.HS512;
import static com.nimbusds.jose.JWSAlgorithm.PS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static com.nimbusds.jose.JWSAlgorithm.RS512;
import static dev.rillcast.auth.Knocks.NOW;
import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.refusal;
import static dev.rillcast.auth.Knocks.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {
    private static final String SECRET =
            "0123456789abcdef0123456789abcdefPLUS-0123456789-0123456789abcdef0123456789";
    private static final RSAKey RSA = NewKeys.rsa(2_048, "rsa");
    private static final ECKey EC = NewKeys.ec(Curve.P_256, "ec");
    private static final Jwt.Rules ANY = new Jwt.Rules(Optional.empty(), Optional.empty(), true);
    private static final String NOT_SIGNED = "JWT_REFUSED: the token is not a signed JWT";
    private static final String NO_KEY =
            "JWT_REFUSED: the JWT is not signed with a key that is taken here";

    /** Of openssl, with a token that its key signed. */
    private static final String CERTIFICATE =
            """
            -----BEGIN CERTIFICATE-----
            MIIBeTCCAR+gAwIBAgIUdH+vHCKSmgLsji9MvoqRruLeXXAwCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGaXNzdWVyMCAXDTI2MTEyMjExMzMxOFoYDzIxMjYxMDI5MTEz
            MzE4WjARMQ8wDQYDVQQDDAZpc3N1ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
            AARWfk1spgbxOWR3Ba3v1U0OJYzytRgabB3gA6RlaJl9uPCoXqWyXdfR8ExUPXmW
            tF4W+XnUQkSJEFFO+2wXAMlJo1MwUTAdBgNVHQ4EFgQUvxjD6cNQn3nSj1DL4MFL
            VmfljWgwHwYDVR0jBBgwFoAUvxjD6cNQn3nSj1DL4MFLVmfljWgwDwYDVR0TAQH/
            BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAxC7B8036zF5gxBvSgBHYRFeNP/9b
            7DofUSM76olgezYCIF6835TQcaJqejeZi79t02YgLk+zzEd7a37hZ7XG3iLh
            -----END CERTIFICATE-----
            """;

    private static final String SIGNED_FOR_IT =
            "eyJhbGciOiJFUzI1NiJ9.eyJleHAiOjQwMDAwMDAwMDB9."
                    + "MsppBHuQiDElFgGTv_IsGXvkiItavN5gNMMSV86ETkcjyNgBBCZQuUfZz7K8M3RRrf3JzAlkTYrGbvLiTic3pg";

    private final Jwt bySecret = new Jwt(keys(SECRET, null), ANY);

    @Test
    void eachKindOfKeyVerifiesItsTokens() throws Exception {
        assertEquals(Grant.ALL, bySecret.check(token(NewKeys.signed(SECRET, HS256, valid()))));
        Jwt byRsa = new Jwt(keys(null, NewKeys.pem(RSA.toRSAPublicKey())), ANY);
        assertEquals(Grant.ALL, byRsa.check(token(NewKeys.signed(RSA, RS256, valid()))));
        Jwt byEc = new Jwt(keys(null, NewKeys.pem(EC.toECPublicKey())), ANY);
        assertEquals(Grant.ALL, byEc.check(token(NewKeys.signed(EC, ES256, valid()))));
        Jwt both = new Jwt(keys(SECRET, NewKeys.pem(EC.toECPublicKey())), ANY);
        assertEquals(Grant.ALL, both.check(token(NewKeys.signed(SECRET, HS256, valid()))));
        assertEquals(Grant.ALL, both.check(token(NewKeys.signed(EC, ES256, valid()))));
    }

    @Test
    void aCertificateIsAKey() throws Exception {
        Jwt byCertificate = new Jwt(keys(null, CERTIFICATE), ANY);
        assertEquals(Grant.ALL, byCertificate.check(token(SIGNED_FOR_IT)));
        assertRefused(NO_KEY, byCertificate, NewKeys.signed(EC, ES256, valid()));
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        assertRefused(NO_KEY, bySecret, NewKeys.signed(SECRET + "x", HS256, valid()));
        Jwt byRsa = new Jwt(keys(null, NewKeys.pem(RSA.toRSAPublicKey())), ANY);
        assertRefused(NO_KEY, byRsa, NewKeys.signed(NewKeys.rsa(2_048, "rsa"), RS256, valid()));
        Jwt byEc = new Jwt(keys(null, NewKeys.pem(EC.toECPublicKey())), ANY);
        assertRefused(NO_KEY, byEc, NewKeys.signed(NewKeys.ec(Curve.P_256, "ec"), ES256, valid()));
    }

    @Test
    void aKeyServesItsOwnAlgorithmOnly() throws Exception {
        String pem = NewKeys.pem(RSA.toRSAPublicKey());
        Jwt byRsa = new Jwt(keys(null, pem), ANY);
        // The classic: the public key, which everybody has, taken for a secret.
        assertRefused(NO_KEY, byRsa, NewKeys.signed(pem, HS256, valid()));
        assertRefused(NO_KEY, byRsa, NewKeys.signed(SECRET, HS256, valid()));
        assertRefused(NO_KEY, byRsa, NewKeys.signed(RSA, RS512, valid()));
        assertRefused(NO_KEY, byRsa, NewKeys.signed(RSA, PS256, valid()));
        assertRefused(NO_KEY, byRsa, NewKeys.signed(EC, ES256, valid()));
        assertRefused(NO_KEY, bySecret, NewKeys.signed(SECRET, HS512, valid()));
        assertRefused(NO_KEY, bySecret, NewKeys.signed(RSA, RS256, valid()));
    }

    @Test
    void anotherCurveIsRefusedAsKeyAndAsSignature() throws Exception {
        ECKey large = NewKeys.ec(Curve.P_384, "ec");
        assertTrue(keyProblem(NewKeys.pem(large.toECPublicKey())).contains("EC on P-256"));
        Jwt byEc = new Jwt(keys(null, NewKeys.pem(EC.toECPublicKey())), ANY);
        assertRefused(NO_KEY, byEc, NewKeys.signed(large, ES384, valid()));
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        RSAKey small = NewKeys.rsa(1_024, "rsa");
        assertTrue(keyProblem(NewKeys.pem(small.toRSAPublicKey())).contains("2048 bits or more"));
        assertTrue(keyProblem("hello").startsWith("must be PEM"));
        assertTrue(
                keyProblem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
                        .startsWith("must be PEM"));
        String secret = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n";
        assertEquals("holds a private key; the public one is wanted", keyProblem(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", ""})
    void anUnsignedTokenIsRefused(String algorithm) {
        String header = encoded("{\"alg\":\"" + algorithm + "\"}");
        String claims = encoded(valid().toString());
        String refusal = refusal(() -> bySecret.check(token(header + "." + claims + ".")));
        assertTrue(refusal.equals(NOT_SIGNED) || refusal.equals(NO_KEY), refusal);
    }

    @Test
    void aChangedTokenIsRefused() throws Exception {
        String[] good = NewKeys.signed(SECRET, HS256, valid()).split("\\.", -1);
        String other = encoded(claims().claim("room", "vip").build().toString());
        assertRefused(NO_KEY, bySecret, good[0] + "." + other + "." + good[2]);
        assertRefused(NOT_SIGNED, bySecret, good[0] + "." + good[1] + ".");
        assertRefused(NOT_SIGNED, bySecret, good[0] + "." + good[1]);
    }

    @Test
    void aZeroSignatureIsNoSignature() throws Exception {
        Jwt byEc = new Jwt(keys(null, NewKeys.pem(EC.toECPublicKey())), ANY);
        String[] good = NewKeys.signed(EC, ES256, valid()).split("\\.", -1);
        String zero = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertRefused(NO_KEY, byEc, good[0] + "." + good[1] + "." + zero);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "e30.e30.e30",
                "eyJ.eyJ.eyJ",
                "\u0000.\u0000.\u0000",
                "eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.c2ln"
            })
    void nonsenseIsRefused(String text) {
        String refusal = refusal(() -> bySecret.check(token(text)));
        assertTrue(refusal.equals(NOT_SIGNED) || refusal.equals(NO_KEY), refusal);
    }

    @Test
    void whatIsHugeOrDeepIsRefused() throws Exception {
        JWTClaimsSet huge = claims().claim("x", "y".repeat(8_192)).build();
        assertRefused(NOT_SIGNED, bySecret, NewKeys.signed(SECRET, HS256, huge));
        String deep =
                encoded("{\"alg\":\"HS256\",\"x\":" + "[".repeat(2_500) + "]".repeat(2_500) + "}");
        String refusal = refusal(() -> bySecret.check(token(deep + ".e30.AAAA")));
        assertTrue(refusal.equals(NOT_SIGNED) || refusal.equals(NO_KEY), refusal);
    }

    @Test
    void anUnknownCriticalHeaderIsRefused() throws Exception {
        String[] good = NewKeys.signed(SECRET, HS256, valid()).split("\\.", -1);
        String header = encoded("{\"alg\":\"HS256\",\"crit\":[\"exp2\"],\"exp2\":1}");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature =
                mac.doFinal((header + "." + good[1]).getBytes(StandardCharsets.US_ASCII));
        String end = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        assertRefused(NO_KEY, bySecret, header + "." + good[1] + "." + end);
    }

    @ParameterizedTest
    @CsvSource({
        "29, GRANTED",
        "30, JWT_REFUSED: the JWT has expired",
        "3600, JWT_REFUSED: the JWT has expired"
    })
    void anExpiredTokenIsRefusedHalfAMinuteLater(int seconds, String decision) throws Exception {
        Date exp = Date.from(NOW.minusSeconds(seconds));
        assertEquals(decision, decision(new JWTClaimsSet.Builder().expirationTime(exp).build()));
    }

    @ParameterizedTest
    @CsvSource({"30, GRANTED", "31, JWT_REFUSED: the JWT is not valid yet"})
    void anEarlyTokenIsRefusedUntilHalfAMinuteBefore(int seconds, String decision)
            throws Exception {
        Date nbf = Date.from(NOW.plusSeconds(seconds));
        assertEquals(decision, decision(claims().notBeforeTime(nbf).build()));
    }

    @Test
    void aTokenWithoutExpiryIsRefused() throws Exception {
        assertEquals(
                "JWT_REFUSED: the JWT has no expiry (exp)",
                decision(new JWTClaimsSet.Builder().subject("ann").build()));
    }

    @Test
    void issuerAndAudienceMustBeThoseThatAreConfigured() throws Exception {
        Jwt strict =
                new Jwt(
                        keys(SECRET, null),
                        new Jwt.Rules(Optional.of("iss"), Optional.of("rill"), true));
        JWTClaimsSet good = claims().issuer("iss").audience(List.of("x", "rill")).build();
        assertEquals(Grant.ALL, strict.check(token(NewKeys.signed(SECRET, HS256, good))));
        String issuer = "JWT_REFUSED: the JWT is from another issuer (iss)";
        assertRefused(
                issuer, strict, NewKeys.signed(SECRET, HS256, claims().audience("rill").build()));
        assertRefused(
                issuer,
                strict,
                NewKeys.signed(SECRET, HS256, claims().issuer("Iss").audience("rill").build()));
        String audience = "JWT_REFUSED: the JWT is for another audience (aud)";
        assertRefused(
                audience, strict, NewKeys.signed(SECRET, HS256, claims().issuer("iss").build()));
        assertRefused(
                audience,
                strict,
                NewKeys.signed(SECRET, HS256, claims().issuer("iss").audience("rills").build()));
    }

    @Test
    void claimsBecomeTheGrant() throws Exception {
        JWTClaimsSet claims =
                claims().claim("room", "lobby")
                        .claim("streamname", "show")
                        .claim("output", "rtmp://live.example/app")
                        .claim("lifetime", 7_200)
                        .build();
        Grant grant =
                new Grant(
                        Optional.of("lobby"),
                        Optional.of("show"),
                        Optional.of("rtmp://live.example/app"),
                        Optional.of(Duration.ofHours(2)));
        assertEquals(grant, bySecret.check(token(NewKeys.signed(SECRET, HS256, claims))));
    }

    @ParameterizedTest
    @CsvSource({
        "room, 7, room must be a text of 1 to 256 characters",
        "streamname, '\"\"', streamname must be a text of 1 to 256 characters",
        "streamname, '[\"a\"]', streamname must be a text of 1 to 256 characters",
        "output, true, output must be a text of 1 to 2048 characters",
        "lifetime, '\"60\"', 'lifetime must be a whole number of seconds, 1 to 315360000'",
        "lifetime, 0, 'lifetime must be a whole number of seconds, 1 to 315360000'",
        "lifetime, -1, 'lifetime must be a whole number of seconds, 1 to 315360000'",
        "lifetime, 1.5, 'lifetime must be a whole number of seconds, 1 to 315360000'",
        "lifetime, 1e300, 'lifetime must be a whole number of seconds, 1 to 315360000'",
        "lifetime, 9223372036854775807, 'lifetime must be a whole number of seconds, 1 to 315360000'",
    })
    void aClaimThatMakesNoSenseIsRefusedAndNotDropped(String name, String json, String message)
            throws Exception {
        JWTClaimsSet claims =
                JWTClaimsSet.parse("{\"exp\":4000000000,\"" + name + "\":" + json + "}");
        assertEquals("JWT_REFUSED: the JWT's claim " + message, decision(claims));
    }

    @Test
    void besideFixedTokensOnlyWhatLooksLikeAJwtIsTaken() {
        Jwt beside =
                new Jwt(
                        keys(SECRET, null),
                        new Jwt.Rules(Optional.empty(), Optional.empty(), false));
        assertTrue(beside.takes(brings("eyJh.eyJh.c2ln", null, null, null)));
        assertFalse(beside.takes(brings("token-123", null, null, null)));
        assertTrue(bySecret.takes(brings("token-123", null, null, null)));
        assertFalse(bySecret.takes(brings(null, "a", "b", "c")));
    }

    private String decision(JWTClaimsSet claims) throws Exception {
        try {
            Grant _ = bySecret.check(token(NewKeys.signed(SECRET, HS256, claims)));
            return "GRANTED";
        } catch (RefusedException e) {
            return e.reason() + ": " + e.getMessage();
        }
    }

    private static void assertRefused(String refusal, Jwt jwt, String token) {
        assertEquals(refusal, refusal(() -> jwt.check(token(token))));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static JWTClaimsSet valid() {
        return claims().build();
    }

    private static JwtKeys keys(@Nullable String secret, @Nullable String pem) {
        return new JwtKeys(Optional.ofNullable(secret), Optional.ofNullable(pem), Optional.empty());
    }

    private static String keyProblem(String pem) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> keys(null, pem)).getMessage());
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
