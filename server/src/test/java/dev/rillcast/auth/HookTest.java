package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.ELSEWHERE;
import static dev.rillcast.auth.Knocks.NOW;
import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.knock;
import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class HookTest {
    private static final Knock KNOCK = knock(brings("t-hush", "alice", "p-hush", "k-hush"));
    private static final String LATER =
            "UNAVAILABLE: who may come in can't be checked now; try again later";

    private OtherServer server;
    private Hook hook;

    @BeforeEach
    void start() throws IOException {
        server = new OtherServer();
        hook = new Hook(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itIsSentAllThatWasBrought() throws Exception {
        server.answers(200, "{\"allow\":true}");
        assertEquals(Grant.ALL, hook.check(KNOCK));
        assertEquals("POST", server.asked().getFirst().method());
        assertSent(
                """
                {"via":"signIn","address":"203.0.113.9","origin":"https://app.example",
                 "userName":"Ann","room":"lobby","token":"t-hush","serverUserName":"alice",
                 "serverPassword":"p-hush","bintuApiKey":"k-hush"}""");
    }

    @Test
    void forAnEncoderItIsSentTheStream() throws Exception {
        server.answers(200, "{\"allow\":true}");
        Credentials bearer = Credentials.bearer(Optional.of("t-hush"));
        assertEquals(Grant.ALL, hook.check(new Knock(ELSEWHERE, bearer, Optional.of("show"), NOW)));
        assertSent(
                """
                {"via":"whip","address":"203.0.113.9","origin":"https://app.example",
                 "streamname":"show","token":"t-hush"}""");
    }

    @Test
    void itsAnswerBecomesTheGrant() throws Exception {
        server.answers(
                200,
                """
                {"allow":true,"room":"lobby","streamname":"show","output":"rtmp://a.example/live",
                 "lifetime":3600,"more":{}}""");
        Grant grant =
                new Grant(
                        Optional.of("lobby"),
                        Optional.of("show"),
                        Optional.of("rtmp://a.example/live"),
                        Optional.of(Duration.ofHours(1)));
        assertEquals(grant, hook.check(KNOCK));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"allow\":false} | DENIED: access is denied",
                "{\"allow\":false,\"text\":\"closed on\\n Sundays\"} | DENIED: closed on Sundays",
                "{\"allow\":false,\"text\":7} | DENIED: access is denied",
                "{\"allow\":false,\"room\":\"lobby\"} | DENIED: access is denied",
            })
    void itsRefusalIsTheAnswer(String body, String refusal) {
        server.answers(200, body);
        assertEquals(refusal, refusal(() -> hook.check(KNOCK)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | `` | its answer is not a JSON object",
                "200 | yes | its answer is not a JSON object",
                "200 | null | its answer is not a JSON object",
                "200 | [true] | its answer is not a JSON object",
                "200 | {} | allow is neither true nor false",
                "200 | {\"allow\":\"true\"} | allow is neither true nor false",
                "200 | {\"allow\":1} | allow is neither true nor false",
                "200 | {\"allow\":true,\"lifetime\":\"x-hush\"} | lifetime must be a whole number",
                "204 | `` | it answered with status 204",
                "403 | {\"allow\":true} | it answered with status 403",
                "500 | {\"allow\":true} | it answered with status 500",
                "302 | {\"allow\":true} | it answered with status 302",
            })
    void anotherAnswerLetsNobodyInAndIsLogged(int status, String body, String problem) {
        server.answers(status, body);
        try (Logged log = new Logged()) {
            assertEquals(LATER, refusal(() -> hook.check(KNOCK)));
            assertEquals(
                    1, log.count("WARN", "auth.hook does not answer as it should: " + problem));
            assertFalse(log.all().contains("hush"), log.all());
        }
    }

    private void assertSent(String json) {
        assertEquals(
                JsonMapper.shared().readTree(json),
                JsonMapper.shared().readTree(server.asked().getFirst().body()));
    }
}
