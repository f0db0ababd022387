package dev.rillcast.auth;

import static dev.rillcast.auth.Knocks.apiKey;
import static dev.rillcast.auth.Knocks.brings;
import static dev.rillcast.auth.Knocks.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiKeysTest {
    private static final String REFUSED = "API_KEY_REFUSED: the API key is not known here";

    private final ApiKeys own =
            new ApiKeys(new Secrets(List.of(Secrets.hash("own-key"))), Optional.empty());
    private OtherServer bintu;
    private ApiKeys both;

    @BeforeEach
    void start() throws IOException {
        bintu = new OtherServer();
        both =
                new ApiKeys(
                        new Secrets(List.of(Secrets.hash("own-key"))),
                        Optional.of(new Bintu(bintu.address())));
    }

    @AfterEach
    void stop() {
        bintu.close();
    }

    @Test
    void aKeyIsKnownByItsHash() throws Exception {
        assertEquals(Grant.ALL, own.check(apiKey("own-key")));
        assertEquals(REFUSED, refusal(() -> own.check(apiKey("own-key "))));
        assertEquals(REFUSED, refusal(() -> own.check(apiKey(Secrets.hash("own-key")))));
        assertTrue(own.takes(brings(null, null, null, "k")));
        assertFalse(own.takes(brings("t", "u", "p", null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void aBintuServerVouchesForAKey(int status) throws Exception {
        bintu.answers(status, "");
        assertEquals(Grant.ALL, both.check(apiKey("their-key")));
        assertEquals(
                new OtherServer.Asked("GET", "/check?key=q-hush", "their-key", ""),
                bintu.asked().getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aBintuServerRefusesAKey(int status) {
        bintu.answers(status, "");
        assertEquals(REFUSED, refusal(() -> both.check(apiKey("their-key"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 404, 429, 500, 503})
    void anythingElseSaysNothingAboutTheKey(int status) {
        bintu.answers(status, "");
        try (Logged log = new Logged()) {
            assertEquals(
                    "UNAVAILABLE: API keys can't be checked now; try again later",
                    refusal(() -> both.check(apiKey("their-hush"))));
            assertEquals(
                    1,
                    log.count(
                            "WARN",
                            "auth.bintu does not answer as it should: it answered with status "
                                    + status));
            assertFalse(log.all().contains("hush"), log.all());
        }
    }

    @Test
    void anOwnKeyIsNotAskedAbout() throws Exception {
        bintu.answers(500, "");
        assertEquals(Grant.ALL, both.check(apiKey("own-key")));
        assertEquals(List.of(), bintu.asked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nX-Evil: 1", "schlüssel", "\u0000", ""})
    void whatCannotStandInAHeaderIsNoKey(String key) {
        assertEquals(REFUSED, refusal(() -> both.check(apiKey(key))));
        assertEquals(List.of(), bintu.asked());
    }
}
