package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ingests that ask who publishes. The expected responses were computed with openssl. */
@Timeout(20)
class AuthModTest {
    private static final String REJECT = "[ AccessManager.Reject ] : ";
    private static final String NEED_ADOBE = REJECT + "[ code=403 need auth; authmod=adobe ] : ";
    private static final String NEED_LLNW = REJECT + "[ code=403 need auth; authmod=llnw ] : ";
    private static final String ADOBE = REJECT + "[ authmod=adobe ] : ?reason=";
    private static final String LLNW = REJECT + "[ authmod=llnw ] : ?reason=";

    /** The salt and the challenge of a published example; so is the password's hash. */
    private static final String QUESTION =
            ADOBE + "needauth&user=user2020&salt=8wsAAA==&challenge=OzMAAA==&opaque=OzMAAA==";

    @Test
    void adobesQuestionIsAnsweredByteForByte() throws Exception {
        AuthMod mod = mod("user2020:123456@h/live");
        assertEquals("live", mod.sign("live"));
        ask(mod, NEED_ADOBE);
        assertEquals("live?authmod=adobe&user=user2020", mod.sign("live"));
        ask(mod, QUESTION);
        assertEquals(
                "live?authmod=adobe&user=user2020&challenge=0123abcd"
                        + "&response=g85o7+pW0ZVYxlaV4K6m4w==&opaque=OzMAAA==",
                mod.sign("live"));
    }

    @Test
    void withoutAnOpaqueTheChallengeTakesItsPlace() throws Exception {
        AuthMod mod = mod("m%C3%BCller%40x%26y:p%20ss@h/live");
        ask(mod, ADOBE + "needauth&user=any&salt=S1S1&challenge=CHAL");
        assertEquals(
                "live?a=b&authmod=adobe&user=müller@x%26y&challenge=0123abcd"
                        + "&response=6v8xhNV58YY9Mw7+HIFDNw==",
                mod.sign("live?a=b"));
    }

    @ParameterizedTest
    @CsvSource({
        "acme, 8c7e2a6ecfa5ac855bf7d87602947b13", // its instance is _definst_ then
        "acme?x=1/2, 8c7e2a6ecfa5ac855bf7d87602947b13",
        "acme/one, 915ae0c3f09c0be6f17cc1ff553a1647",
    })
    void limelightsQuestionIsAnsweredByteForByte(String app, String response) throws Exception {
        AuthMod mod = mod("acme:go!acme@h/" + app);
        ask(mod, NEED_LLNW);
        assertEquals("x?authmod=llnw&user=acme", mod.sign("x"));
        ask(mod, LLNW + "needauth&user=acme&nonce=Tm9uY2U=");
        assertEquals(
                "x?authmod=llnw&user=acme&nonce=Tm9uY2U=&cnonce=0123abcd&nc=00000001&response="
                        + response,
                mod.sign("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', code=403 need auth; authmod=adobe, asks for a user and a password",
        "ann, code=403 need auth; authmod=adobe, asks for a password",
        "ann:secret, code=403 need auth; authmod=ntlm, in a way that is not known",
        "ann:secret, ?reason=authfailed&authmod=adobe, does not accept the output's user or pass",
        "ann:secret, ?reason=nosuchuser&authmod=adobe, does not know the output's user",
    })
    void aQuestionWithoutAnAnswerIsRefusedForGood(String login, String question, String why)
            throws IOException {
        AuthMod mod = mod((login.isEmpty() ? "" : login + "@") + "h/live");
        RtmpException error =
                assertThrows(
                        RtmpException.class,
                        () -> {
                            ask(mod, question);
                            ask(mod, question.replace("code=403 need auth;", "?reason=needauth&"));
                        });
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("secret") || message.contains("ann"), message);
        assertFalse(error.heals());
    }

    @Test
    void aQuestionThatIsTooLongIsNotAnswered() throws IOException {
        assertThrows(
                RtmpException.class,
                () -> ask(mod("ann:secret@h/live"), NEED_ADOBE + "x".repeat(2_000)));
    }

    @Test
    void theStreamIsTakenAfterTheAnswer() throws Exception {
        try (AskingIngest ingest = new AskingIngest(NEED_ADOBE, QUESTION);
                RtmpPublisher _ = connect(ingest.url("user2020:123456"))) {
            List<String> queries = ingest.queries();
            assertEquals(List.of("", "?authmod=adobe&user=user2020"), queries.subList(0, 2));
            assertTrue(
                    queries.get(2)
                            .matches(
                                    "\\?authmod=adobe&user=user2020&challenge=[0-9a-f]{8}"
                                            + "&response=[A-Za-z0-9+/]{22}==&opaque=OzMAAA=="),
                    queries.get(2));
            assertEquals(3, queries.size());
        }
    }

    @Test
    void aWrongPasswordIsSaidToBeOneAndDoesNotHeal() throws Exception {
        try (AskingIngest ingest =
                new AskingIngest(NEED_ADOBE, QUESTION, ADOBE + "authfailed&opaque=OzMAAA==")) {
            assertEquals(
                    "the ingest does not accept the output's user or password:"
                            + " NetConnection.Connect.Rejected",
                    refused(ingest).getMessage());
            assertEquals(3, ingest.queries().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, the ingest asks for the user over and over", "3, does not accept the output's"})
    void aServerThatAsksForEverIsGivenUp(int connections, String why) throws Exception {
        String next = connections == 2 ? NEED_ADOBE : QUESTION;
        try (AskingIngest ingest = new AskingIngest(NEED_ADOBE, next, next, next, next)) {
            String message = String.valueOf(refused(ingest).getMessage());
            assertTrue(message.contains(why), message);
            assertEquals(connections, ingest.queries().size());
        }
    }

    private static RtmpException refused(AskingIngest ingest) {
        RtmpException error =
                assertThrows(RtmpException.class, () -> connect(ingest.url("user2020:123456")));
        assertFalse(error.heals());
        return error;
    }

    private static RtmpPublisher connect(RtmpUrl url) throws IOException {
        Dialer dialer =
                new Dialer(
                        url,
                        InetAddress.getLoopbackAddress(),
                        Trust.STANDARD,
                        Duration.ofSeconds(10));
        return TestPublisher.connect(dialer, SampleFrames.info(), Map.of());
    }

    private static AuthMod mod(String output) {
        return new AuthMod(RtmpUrl.parse("rtmp://" + output, "key"), () -> "0123abcd");
    }

    private static void ask(AuthMod mod, String question) throws IOException {
        try {
            mod.answer("NetConnection.Connect.Rejected", question);
        } catch (AuthMod.Again _) {
            return;
        }
        throw new AssertionError("neither answered nor refused");
    }
}
