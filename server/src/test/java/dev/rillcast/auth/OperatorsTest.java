package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.ELSEWHERE;
import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorsTest {
    /** Of "secret", cheap. */
    private static final String SECRET =
            "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    private static final String SIGN_IN = "WRONG_CREDENTIALS: sign in to see the dashboard";
    private static final String OVER = "WRONG_CREDENTIALS: your session is over; sign in again";

    @TempDir private Path folder;
    private final AtomicLong now = new AtomicLong();
    private Path file;
    private Operators operators;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("operators");
        Files.writeString(file, "ada:" + SECRET + "\n");
        operators = new Operators(Optional.of(Users.open(file)), now::get);
    }

    private String refusalOf(String token) {
        return refusal(() -> operators.recognise(true, Optional.of(token)));
    }

    @Test
    void whoSignedInIsKnownByTheToken() throws Exception {
        String token = operators.signIn(ELSEWHERE, "ada", "secret");
        assertTrue(token.length() >= 43, "256 bits: " + token);
        assertEquals(Optional.of("ada"), operators.recognise(false, Optional.of(token)));
        assertNotEquals(token, operators.signIn(ELSEWHERE, "ada", "secret"));
    }

    @Test
    void withAFileThisMachineHasToSignInToo() {
        assertEquals(SIGN_IN, refusal(() -> operators.recognise(true, Optional.empty())));
        assertEquals(SIGN_IN, refusalOf("x"));
    }

    @Test
    void withoutAFileItIsThisMachineOnly() throws Exception {
        Operators local = new Operators(Optional.empty());
        assertEquals(Optional.empty(), local.recognise(true, Optional.empty()));
        assertTrue(
                refusal(() -> local.recognise(false, Optional.empty()))
                        .startsWith(
                                "LOCAL_ONLY: the dashboard is for browsers on the server's own"));
        assertTrue(refusal(() -> local.signIn(ELSEWHERE, "", "")).startsWith("LOCAL_ONLY: "));
    }

    @Test
    void theNameIsNotToldFromThePassword() {
        String wrong = "WRONG_CREDENTIALS: the name or the password is wrong";
        assertEquals(wrong, refusal(() -> operators.signIn(ELSEWHERE, "ada", "Secret")));
        assertEquals(wrong, refusal(() -> operators.signIn(ELSEWHERE, "eve", "secret")));
    }

    @Test
    void whoGuessesHasToWaitAndOthersHaveNot() throws Exception {
        for (int i = 0; i < Attempts.FREE; i++) {
            refusal(() -> operators.signIn(ELSEWHERE, "ada", "guess"));
        }
        assertEquals(
                "TOO_MANY_ATTEMPTS: too many wrong attempts from your address; try again in 1 s",
                refusal(() -> operators.signIn(ELSEWHERE, "ada", "secret")));
        assertTrue(!operators.signIn(Knocks.from("198.51.100.7"), "ada", "secret").isEmpty());
    }

    @Test
    void aSessionEndsAfterTwelveHours() throws Exception {
        String token = operators.signIn(ELSEWHERE, "ada", "secret");
        now.addAndGet(Duration.ofHours(12).toNanos() - 1);
        operators.recognise(false, Optional.of(token));
        now.addAndGet(1);
        assertEquals(OVER, refusalOf(token));
        assertEquals(SIGN_IN, refusalOf(token), "and is forgotten");
    }

    @Test
    void aSessionEndsWithItsAccountOrItsPassword() throws Exception {
        String token = operators.signIn(ELSEWHERE, "ada", "secret");
        Files.writeString(file, "# nobody any more\nada:" + SECRET + "\n");
        operators.recognise(false, Optional.of(token));
        Files.writeString(file, "ada:" + PasswordHash.of("another") + "\n");
        assertEquals(OVER, refusalOf(token));
        String next = operators.signIn(ELSEWHERE, "ada", "another");
        Files.writeString(file, "grace:" + SECRET + "\n");
        assertEquals(OVER, refusalOf(next));
    }

    @Test
    void signingOutEndsThatSessionOnly() throws Exception {
        String first = operators.signIn(ELSEWHERE, "ada", "secret");
        String second = operators.signIn(ELSEWHERE, "ada", "secret");
        operators.signOut(Optional.of(first));
        operators.signOut(Optional.of("none"));
        assertEquals(SIGN_IN, refusalOf(first));
        operators.recognise(false, Optional.of(second));
    }

    @Test
    void ofTooManySessionsTheNewestAreKept() throws Exception {
        String first = operators.signIn(ELSEWHERE, "ada", "secret");
        String second = operators.signIn(ELSEWHERE, "ada", "secret");
        for (int i = 1; i < Operators.MAX_SESSIONS; i++) {
            operators.signIn(ELSEWHERE, "ada", "secret");
        }
        assertEquals(SIGN_IN, refusalOf(first));
        operators.recognise(false, Optional.of(second));
    }
}
