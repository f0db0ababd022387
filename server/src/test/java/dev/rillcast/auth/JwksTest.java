package dev.rillcast.auth;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static dev.rillcast.auth.Knocks.NOW;
import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.knock;
import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JwksTest {
    private static final RSAKey FIRST = NewKeys.rsa(2_048, "first");
    private static final ECKey SECOND = NewKeys.ec(Curve.P_256, "second");
    private static final JWTClaimsSet CLAIMS =
            new JWTClaimsSet.Builder()
                    .expirationTime(Date.from(Instant.parse("2030-01-01T00:00:00Z")))
                    .build();

    private static final String NO_KEY =
            "JWT_REFUSED: the JWT is not signed with a key that is taken here";
    private static final String LATER = "UNAVAILABLE: JWTs can't be checked now; try again later";

    private OtherServer issuer;
    private Jwt jwt;

    @BeforeEach
    void start() throws Exception {
        issuer = new OtherServer();
        issuer.answers(200, set(FIRST));
        JwtKeys keys =
                new JwtKeys(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Jwks(issuer.address())));
        jwt = new Jwt(keys, new Jwt.Rules(Optional.empty(), Optional.empty(), true));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void keysAreFetchedOnceForManyTokens() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals("GRANTED", at(i * 100, NewKeys.signed(FIRST, RS256, CLAIMS)));
        }
        assertEquals(1, issuer.asked().size());
        assertEquals("GET", issuer.asked().getFirst().method());
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() throws Exception {
        assertEquals("GRANTED", at(0, NewKeys.signed(FIRST, RS256, CLAIMS)));
        issuer.answers(200, set(FIRST, SECOND));
        assertEquals("GRANTED", at(10, NewKeys.signed(SECOND, ES256, CLAIMS)));
        assertEquals(2, issuer.asked().size());
    }

    @Test
    void tokensOfStrangersDoNotMakeUsAskAllTheTime() throws Exception {
        String stranger = NewKeys.signed(NewKeys.rsa(2_048, "stranger"), RS256, CLAIMS);
        for (int second = 0; second < 30; second++) {
            assertEquals(NO_KEY, at(second, stranger));
        }
        assertEquals(3, issuer.asked().size());
    }

    @Test
    void aKeyThatIsTakenBackIsForgottenAfterTenMinutes() throws Exception {
        String token = NewKeys.signed(FIRST, RS256, CLAIMS);
        assertEquals("GRANTED", at(0, token));
        issuer.answers(200, set(SECOND));
        assertEquals("GRANTED", at(599, token));
        assertEquals(NO_KEY, at(600, token));
    }

    @Test
    void whileTheAddressFailsTheLastKeysServeForAnHour() throws Exception {
        String token = NewKeys.signed(FIRST, RS256, CLAIMS);
        assertEquals("GRANTED", at(0, token));
        try (Logged log = new Logged()) {
            issuer.answers(500, "");
            assertEquals("GRANTED", at(700, token));
            assertEquals("GRANTED", at(3_599, token));
            assertEquals(LATER, at(3_600, token));
            issuer.answers(200, set(FIRST));
            assertEquals(LATER, at(3_605, token));
            assertEquals("GRANTED", at(3_615, token));
            assertEquals(
                    1,
                    log.count(
                            "WARN",
                            "auth.jwt.jwks does not answer as it should: it answered with status 500"));
            assertEquals(1, log.count("INFO", "auth.jwt.jwks answers again"));
            assertFalse(log.all().contains("hush"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"keys\":7}", "{\"keys\":[7]}"})
    void whatIsNoKeySetIsNotTheTokensFault(String body) throws Exception {
        issuer.answers(200, body);
        assertEquals(LATER, at(0, NewKeys.signed(FIRST, RS256, CLAIMS)));
    }

    @Test
    void onlyAKeyThatIsMeantForItIsTried() throws Exception {
        String secret = "0123456789abcdef0123456789abcdef";
        JWK symmetric =
                new OctetSequenceKey.Builder(secret.getBytes(StandardCharsets.UTF_8)).build();
        JWK forEncryption = new RSAKey.Builder(FIRST).keyUse(KeyUse.ENCRYPTION).build();
        JWK forAnother =
                new ECKey.Builder(SECOND).algorithm(com.nimbusds.jose.JWSAlgorithm.ES384).build();
        RSAKey small = NewKeys.rsa(1_024, "small");
        issuer.answers(
                200,
                new JWKSet(List.of(symmetric, forEncryption, forAnother, small)).toString(false));
        assertEquals(NO_KEY, at(0, NewKeys.signed(secret, HS256, CLAIMS)));
        assertEquals(NO_KEY, at(0, NewKeys.signed(FIRST, RS256, CLAIMS)));
        assertEquals(NO_KEY, at(0, NewKeys.signed(SECOND, ES256, CLAIMS)));
        assertEquals(NO_KEY, at(0, NewKeys.signed(small, RS256, CLAIMS)));
    }

    @Test
    void aTokenThatDoesNotNameItsKeyIsTriedWithThoseOfItsKind() throws Exception {
        issuer.answers(200, set(SECOND, NewKeys.rsa(2_048, "other"), FIRST));
        RSAKey nameless = new RSAKey.Builder(FIRST).keyID(null).build();
        assertEquals("GRANTED", at(0, NewKeys.signed(nameless, RS256, CLAIMS)));
    }

    private String at(int second, String token) {
        Knock knock = knock(brings(token, null, null, null), NOW.plusSeconds(second));
        try {
            Grant _ = jwt.check(knock);
            return "GRANTED";
        } catch (RefusedException e) {
            return refusal(
                    () -> {
                        throw e;
                    });
        }
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }
}
