package dev.rillcast.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final Caller HERE = caller("127.0.0.1", null, false);
    private static final Caller ELSEWHERE = caller("203.0.113.9", null, false);

    private static final Credentials NOTHING =
            new Credentials(
                    "me",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private final Access open = new Access(Optional.empty());
    private final Access guarded = new Access(Optional.of("s3cret"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , false, GRANTED",
        "127.8.8.8, , false, GRANTED",
        "::1, , false, GRANTED",
        "::ffff:127.0.0.1, , false, GRANTED",
        "127.0.0.1, http://localhost:8080, false, GRANTED",
        "127.0.0.1, https://app.localhost, false, GRANTED",
        "127.0.0.1, http://127.0.0.1:3000, false, GRANTED",
        "::1, http://[::1]:8080, false, GRANTED",
        "127.0.0.1, , true, LOCAL_ONLY",
        "203.0.113.9, , false, LOCAL_ONLY",
        "192.168.0.2, http://localhost, false, LOCAL_ONLY",
        "127.0.0.1, https://evil.example, false, LOCAL_ONLY",
        "127.0.0.1, http://localhost.evil.example, false, LOCAL_ONLY",
        "127.0.0.1, http://127.0.0.1.evil.example, false, LOCAL_ONLY",
        "127.0.0.1, http://evil.example#localhost, false, LOCAL_ONLY",
        "127.0.0.1, http://localhost@evil.example, false, LOCAL_ONLY",
        "127.0.0.1, null, false, LOCAL_ONLY",
        "127.0.0.1, '::', false, LOCAL_ONLY",
        "127.0.0.1, '', false, LOCAL_ONLY",
    })
    void withoutATokenOnlyThisMachineComesIn(
            String address, @Nullable String origin, boolean forwarded, String decision) {
        Caller caller = caller(address, origin, forwarded);
        assertEquals(decision, decision(() -> open.signIn(caller, NOTHING)));
        assertEquals(decision, decision(() -> open.whip(caller, Optional.empty(), "show")));
        assertEquals(
                decision, decision(() -> open.whip(caller, Optional.of("Bearer s3cret"), "show")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER  s3cret "})
    void theTokenComesInFromAnywhere(String authorization) {
        assertEquals(
                "GRANTED",
                decision(() -> guarded.whip(ELSEWHERE, Optional.of(authorization), "show")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cre",
                "Bearer s3crets",
                "s3cret",
                "Basic s3cret"
            })
    void anotherTokenDoesNotEvenFromHere(String authorization) {
        assertEquals(
                "WRONG_CREDENTIALS",
                decision(() -> guarded.whip(HERE, Optional.of(authorization), "show")));
    }

    @Test
    void noTokenIsNotTheToken() {
        assertEquals(
                "WRONG_CREDENTIALS", decision(() -> guarded.whip(HERE, Optional.empty(), "show")));
    }

    private interface Asking {
        Grant ask() throws RefusedException;
    }

    private static String decision(Asking asking) {
        try {
            assertEquals(Grant.ALL, asking.ask());
            return "GRANTED";
        } catch (RefusedException e) {
            return e.reason().name();
        }
    }

    private static Caller caller(String address, @Nullable String origin, boolean forwarded) {
        return new Caller(InetAddress.ofLiteral(address), Optional.ofNullable(origin), forwarded);
    }
}
