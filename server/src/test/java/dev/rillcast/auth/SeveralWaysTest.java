package dev.rillcast.auth;

import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several credentials counts, at the real ways. */
@Timeout(60)
class SeveralWaysTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String JWT = "JWT_REFUSED: the token is not a signed JWT";
    private static final String USER =
            "WRONG_CREDENTIALS: serverUserName or serverPassword is wrong";
    private static final String KEY = "API_KEY_REFUSED: the API key is not known here";
    private static final Caller ANYBODY = Knocks.from("203.0.113.9");

    @TempDir private Path folder;
    private Users users;
    private Access all;

    private final Jwt jwt =
            new Jwt(
                    new JwtKeys(Optional.of(SECRET), Optional.empty(), Optional.empty()),
                    new Jwt.Rules(Optional.empty(), Optional.empty(), true));
    private final ApiKeys keys =
            new ApiKeys(new Secrets(List.of(Secrets.hash("key"))), Optional.empty());

    @BeforeEach
    void configure() throws Exception {
        String hash = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
        users = Users.open(Files.writeString(folder.resolve("users"), "alice:" + hash));
        all = new Access(Optional.empty(), List.of(jwt, users, keys), () -> 0);
    }

    @ParameterizedTest
    @CsvSource({
        "token-123, alice, secret, key, GRANTED",
        "token-123, alice, wrong, key, GRANTED",
        "token-123, alice, secret, wrong, GRANTED",
        "token-123, alice, wrong, wrong, " + JWT,
        ", alice, wrong, wrong, " + USER,
        ", , , wrong, " + KEY,
        "token-123, , , , " + JWT,
    })
    void theFirstThatIsAcceptedWinsElseTheFirstRefusalCounts(
            @Nullable String token,
            @Nullable String name,
            @Nullable String password,
            @Nullable String key,
            String decision) {
        assertEquals(decision, signIn(all, brings(token, name, password, key)));
    }

    @Test
    void whatNoWayTakesIsNotLookedAt() {
        Credentials example = brings("token-123", "alice", "secret", "awdegfq3490puerg2w");
        assertEquals("GRANTED", signIn(only(users), example));
        assertEquals(KEY, signIn(only(keys), example));
        assertEquals(JWT, signIn(only(jwt), example));
        assertEquals(
                "WRONG_CREDENTIALS: this server wants bintuApiKey",
                signIn(only(keys), brings("token-123", "alice", "secret", null)));
    }

    @Test
    void whoBringsNothingIsToldWhatIsTakenAndNotSlowedDown() {
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    "WRONG_CREDENTIALS: this server wants token or serverUserName with"
                            + " serverPassword or bintuApiKey",
                    signIn(all, brings(null, null, null, null)));
        }
    }

    @Test
    void thisMachineNeedsCredentialsToo() {
        Caller here = new Caller(Knocks.from("127.0.0.1").address(), Optional.empty(), false);
        assertFalse(all.thisMachineOnly());
        assertTrue(new Access(Optional.of("t")).thisMachineOnly());
        assertTrue(
                refusal(() -> all.signIn(here, brings(null, null, null, null)))
                        .startsWith("WRONG_CREDENTIALS"));
        assertEquals(
                "WRONG_CREDENTIALS: the bearer token is missing",
                refusal(() -> all.whip(here, Optional.empty(), "show")));
    }

    @Test
    void theSixthWrongOneHasToWait() {
        for (int i = 0; i < 5; i++) {
            assertEquals(KEY, signIn(all, brings(null, null, null, "wrong")));
        }
        String tooMany =
                "TOO_MANY_ATTEMPTS: too many wrong attempts from your address; try again in 1 s";
        assertEquals(tooMany, signIn(all, brings(null, null, null, "key")));
        assertEquals(tooMany, refusal(() -> all.whip(ANYBODY, Optional.of("Bearer x"), "show")));
        Caller another = Knocks.from("203.0.113.8");
        assertEquals("GRANTED", signIn(all, another, brings(null, null, null, "key")));
    }

    @Test
    void behindAProxyOnThisMachineEachClientWaitsForItself() {
        var here = Knocks.from("127.0.0.1").address();
        Caller guesser =
                new Caller(here, Optional.empty(), true, Knocks.from("203.0.113.9").address());
        Caller other =
                new Caller(here, Optional.empty(), true, Knocks.from("203.0.113.8").address());
        for (int i = 0; i < 5; i++) {
            assertEquals(KEY, signIn(all, guesser, brings(null, null, null, "wrong")));
        }
        assertTrue(
                signIn(all, guesser, brings(null, null, null, "key"))
                        .startsWith("TOO_MANY_ATTEMPTS"));
        assertEquals("GRANTED", signIn(all, other, brings(null, null, null, "key")));
    }

    @Test
    void whatCannotBeCheckedSlowsNobodyDown() {
        Access hook = only(new Hook(URI.create("http://127.0.0.1:1/")));
        for (int i = 0; i < 7; i++) {
            assertTrue(signIn(hook, brings("t", null, null, null)).startsWith("UNAVAILABLE: who"));
        }
    }

    @Test
    void aBearerIsAJwtOrATokenAndItsStreamIsTheStream() throws Exception {
        Tokens tokens = new Tokens(new Secrets(List.of("token-123")));
        Access access = new Access(Optional.of("whip-token"), List.of(jwt, tokens, users));
        assertEquals("GRANTED", whip(access, "token-123"));
        assertEquals("GRANTED", whip(access, "whip-token"));
        assertEquals("GRANTED", whip(access, jwtFor("show")));
        assertEquals("DENIED: the token is for another stream", whip(access, jwtFor("other")));
        assertEquals(JWT, whip(access, "whip-tokem"));
        assertEquals(JWT, signIn(access, brings("whip-token", null, null, null)));
    }

    @Test
    void withoutAWayForBearersStreamsAreNotTaken() {
        Access access = new Access(Optional.empty(), List.of(users, keys));
        String denied =
                "DENIED: streams are taken with a bearer token only, which needs whip.token,"
                        + " auth.tokens or auth.jwt";
        assertEquals(denied, whip(access, "anything"));
        assertEquals(denied, refusal(() -> access.whip(ANYBODY, Optional.empty(), "show")));
    }

    @Test
    void noSecretReachesALogOrAText() {
        Credentials hush = brings("t-hush", "alice-hush", "p-hush", "k-hush");
        try (Logged log = new Logged()) {
            String said = "";
            for (int i = 0; i < 6; i++) {
                said += signIn(all, hush);
                said += refusal(() -> all.whip(ANYBODY, Optional.of("Bearer b-hush"), "show"));
            }
            assertFalse(said.contains("hush"), said);
            assertFalse(log.all().contains("hush"), log.all());
            assertFalse(Knocks.knock(hush).toString().contains("hush"));
        }
    }

    private static Access only(Way way) {
        return new Access(Optional.empty(), List.of(way));
    }

    private static String signIn(Access access, Credentials credentials) {
        return signIn(access, ANYBODY, credentials);
    }

    private static String signIn(Access access, Caller caller, Credentials credentials) {
        try {
            Grant _ = access.signIn(caller, credentials);
            return "GRANTED";
        } catch (RefusedException e) {
            return e.reason() + ": " + e.getMessage();
        }
    }

    private static String whip(Access access, String bearer) {
        try {
            Grant _ = access.whip(ANYBODY, Optional.of("Bearer " + bearer), "show");
            return "GRANTED";
        } catch (RefusedException e) {
            return e.reason() + ": " + e.getMessage();
        }
    }

    private static String jwtFor(String stream) throws Exception {
        Date exp = Date.from(Instant.now().plusSeconds(60));
        return NewKeys.signed(
                SECRET,
                HS256,
                new JWTClaimsSet.Builder().expirationTime(exp).claim("streamname", stream).build());
    }
}
