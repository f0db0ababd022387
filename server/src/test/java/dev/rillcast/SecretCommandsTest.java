package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rillcast.auth.Access;
import dev.rillcast.auth.Caller;
import dev.rillcast.auth.Credentials;
import dev.rillcast.auth.Grant;
import dev.rillcast.auth.Secrets;
import dev.rillcast.config.Config;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rillcast hash} and {@code rillcast token}: the server takes what they print. */
class SecretCommandsTest {
    private static final Map<String, String> JWT =
            Map.of("RILLCAST_AUTH_JWT_SECRET", "0123456789abcdef0123456789abcdef");

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPasswordBecomesALineOfTheUsersFile() throws Exception {
        assertEquals(0, run(Map.of(), "pass word\nmore\n", "hash", "--user", "alice"));
        assertTrue(out.toString().startsWith("alice:$argon2id$v=19$"), out.toString());
        Path users = Files.writeString(folder.resolve("users"), out.toString());
        Access access = access(Map.of("RILLCAST_AUTH_USERS", users.toString()));
        assertEquals(Grant.ALL, signIn(access, "", "alice", "pass word", ""));
    }

    @Test
    void aPasswordTakesTheFormerOnesPlaceInTheFile() throws Exception {
        Path users = folder.resolve("users");
        String file = users.toString();
        assertEquals(0, run(Map.of(), "first", "hash", "--user", "al", "--file", file));
        Files.writeString(users, "# ours\n" + Files.readString(users));
        assertEquals(0, run(Map.of(), "other", "hash", "--user", "alice", "--file", file));
        assertEquals(0, run(Map.of(), "second", "hash", "--user", "al", "--file", file));
        List<String> names =
                Files.readAllLines(users).stream().map(line -> line.split(":", 2)[0]).toList();
        assertEquals(List.of("# ours", "al", "alice"), names);
        Access access = access(Map.of("RILLCAST_AUTH_USERS", file));
        assertEquals(Grant.ALL, signIn(access, "", "al", "second", ""));
        assertEquals(Grant.ALL, signIn(access, "", "alice", "other", ""));
        assertEquals("", out.toString());
    }

    @Test
    void aFileThatIsBrokenIsNotWrittenTo() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "alice:hush\n");
        assertEquals(2, run(Map.of(), "x", "hash", "--user", "al", "--file", users.toString()));
        assertTrue(err.toString().startsWith("--file: " + users + ": line 1"), err.toString());
        assertEquals("alice:hush\n", Files.readString(users));
    }

    @Test
    void aTokenBecomesItsHash() throws Exception {
        assertEquals(0, run(Map.of(), "my-api-key", "hash", "--token"));
        assertEquals(Secrets.hash("my-api-key") + "\n", out.toString());
        Access access = access(Map.of("RILLCAST_AUTH_APIKEYS", out.toString()));
        assertEquals(Grant.ALL, signIn(access, "", "", "", "my-api-key"));
    }

    @Test
    void aRandomTokenIsPrintedWithItsHash() throws Exception {
        assertEquals(0, run(Map.of(), "", "token", "--random"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(List.of(lines.getFirst(), Secrets.hash(lines.getFirst())), lines);
        Access access = access(Map.of("RILLCAST_AUTH_TOKENS", lines.getLast()));
        assertEquals(Grant.ALL, signIn(access, lines.getFirst(), "", "", ""));
    }

    @Test
    void aJwtIsTakenByTheServerThatHasItsSecret() throws Exception {
        assertEquals(
                0,
                run(
                        JWT,
                        "",
                        "token --user ann --room lobby --streamname show --lifetime 2h"
                                .concat(" --output rtmp://live.example/app --expires 30m")
                                .split(" ")));
        Grant grant =
                new Grant(
                        Optional.of("lobby"),
                        Optional.of("show"),
                        Optional.of("rtmp://live.example/app"),
                        Optional.of(Duration.ofHours(2)));
        assertEquals(grant, signIn(access(JWT), out.toString().strip(), "", "", ""));
        JWTClaimsSet claims = SignedJWT.parse(out.toString().strip()).getJWTClaimsSet();
        assertEquals("ann", claims.getSubject());
        assertEquals(
                Duration.ofMinutes(30),
                Duration.between(
                        claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
    }

    @Test
    void aJwtHasIssuerAndAudienceOfTheConfiguration() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("c.yaml"),
                        "auth: {jwt: {issuer: me, audience: you, secret: "
                                + "0123456789abcdef0123456789abcdef}}");
        assertEquals(0, run(Map.of(), "", "token", "--user", "ann", "--config", file.toString()));
        Access access = SignInWays.access(Config.load(Optional.of(file), Map.of()));
        assertEquals(Grant.ALL, signIn(access, out.toString().strip(), "", "", ""));
    }

    @Test
    void withoutASecretThereIsNoJwt() {
        assertEquals(2, run(Map.of(), "", "token", "--user", "ann"));
        assertEquals("auth.jwt.secret: is not set, and a JWT is signed with it\n", err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hash | (--user=NAME | --token)",
                "hash --user a --token | mutually exclusive",
                "hash --token --file f | --file: goes with --user",
                "token | (--user=NAME | --random)",
                "token --user a --expires 5 | must be such as 90s, 30m, 2h or 1d",
                "token --user a --lifetime 0h | must be such as 90s, 30m, 2h or 1d",
                "token --user a --output http://a/b | --output: the output must begin with rtmp://",
                "hash --user a:b | --user: a name has no :",
                "hash --user #a | --user: a name has no :",
            })
    void aWrongArgumentIsAnsweredInOneLine(String arguments, String said) {
        assertEquals(2, run(JWT, "hush", arguments.split(" ")));
        assertTrue(err.toString().contains(said), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \nsecond"})
    void noPasswordIsNoHash(String input) {
        assertEquals(2, run(Map.of(), input, "hash", "--user", "alice"));
        assertEquals("standard input holds no password\n", err.toString());
    }

    @Test
    void aFileThatCannotBeUsedEndsTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("broken"), "alice:hush");
        assertEquals(2, run(Map.of("RILLCAST_AUTH_USERS", file.toString()), ""));
        assertTrue(err.toString().startsWith("auth.users: " + file + ": line 1: the hash is"));
        assertEquals(2, run(Map.of("RILLCAST_AUTH_JWT_KEY", file.toString()), ""));
        assertTrue(err.toString().contains("auth.jwt.key: " + file + " must be PEM"));
        assertEquals(2, run(Map.of("RILLCAST_AUTH_JWT_KEY", "none"), ""));
        assertTrue(err.toString().contains("auth.jwt.key: none: no such file"));
        assertFalse(err.toString().contains("hush"), err.toString());
    }

    private static Access access(Map<String, String> environment) {
        return SignInWays.access(Config.load(Optional.empty(), environment));
    }

    private static Grant signIn(
            Access access, String token, String name, String password, String apiKey)
            throws Exception {
        Caller caller = new Caller(InetAddress.ofLiteral("203.0.113.9"), Optional.empty(), false);
        List<Optional<String>> given =
                Arrays.asList(token, name, password, apiKey).stream()
                        .map(text -> Optional.of(text).filter(t -> !t.isEmpty()))
                        .toList();
        return access.signIn(
                caller,
                new Credentials(
                        "Ann",
                        Optional.empty(),
                        given.get(0),
                        given.get(1),
                        given.get(2),
                        given.get(3)));
    }

    private int run(Map<String, String> environment, String input, String... arguments) {
        Prompt prompt =
                what ->
                        Prompt.line(
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                what);
        PrintWriter errors = new PrintWriter(err, true);
        return Main.run(environment, prompt, new PrintWriter(out, true), errors, arguments);
    }
}
