package dev.rillcast.auth;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Who knocks in these tests, and how they are refused. */
final class Knocks {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Caller ELSEWHERE = from("203.0.113.9");

    private Knocks() {}

    static Caller from(String address) {
        return new Caller(
                InetAddress.ofLiteral(address), Optional.of("https://app.example"), false);
    }

    static Credentials brings(
            @Nullable String token,
            @Nullable String name,
            @Nullable String password,
            @Nullable String apiKey) {
        return new Credentials(
                "Ann",
                Optional.of("lobby"),
                Optional.ofNullable(token),
                Optional.ofNullable(name),
                Optional.ofNullable(password),
                Optional.ofNullable(apiKey));
    }

    static Knock knock(Credentials credentials) {
        return knock(credentials, NOW);
    }

    static Knock knock(Credentials credentials, Instant now) {
        return new Knock(ELSEWHERE, credentials, Optional.empty(), now);
    }

    static Knock token(String token) {
        return knock(brings(token, null, null, null));
    }

    static Knock user(String name, String password) {
        return knock(brings(null, name, password, null));
    }

    static Knock apiKey(String key) {
        return knock(brings(null, null, null, key));
    }

    /** The reason and the text of a refusal. */
    static String refusal(Executable asking) {
        RefusedException e = assertThrows(RefusedException.class, asking);
        return e.reason() + ": " + e.getMessage();
    }
}
