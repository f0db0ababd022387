package dev.rillcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String HASH =
            "sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

    @Test
    void nothingIsSetAtFirst() {
        assertFalse(load().used());
        assertFalse(load("TOKENS", "").used());
    }

    @ParameterizedTest
    @CsvSource({
        "USERS, /etc/users",
        "TOKENS, 'token-123, " + HASH + "'",
        "APIKEYS, " + HASH,
        "JWT_SECRET, " + SECRET,
        "JWT_KEY, key.pem",
        "JWT_JWKS, https://id.example/keys",
        "BINTU, http://127.0.0.1:9000/",
        "HOOK, https://app.example/may?key=x",
    })
    void anyWayOpensTheServer(String key, String value) {
        assertTrue(load(key, value).used());
    }

    @Test
    void valuesAreRead() {
        Auth auth =
                load(
                        "USERS",
                        "users",
                        "TOKENS",
                        "token-123," + HASH,
                        "JWT_SECRET",
                        SECRET,
                        "JWT_ISSUER",
                        "me",
                        "JWT_AUDIENCE",
                        "you");
        assertEquals(Optional.of(Path.of("users")), auth.users());
        assertEquals(List.of("token-123", HASH), auth.tokens());
        assertEquals(Optional.of(SECRET), auth.jwt().secret());
        assertEquals(Optional.of("me"), auth.jwt().issuer());
        assertEquals(Optional.of("you"), auth.jwt().audience());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TOKENS | token-123,short | auth.tokens: entry 2 is not a token (8 or more letters, "
                        + "digits and -._~+/, with = at the end) or sha256: and 64 hex digits",
                "TOKENS | sha256:abc | auth.tokens: entry 1 is not a token (8 or more letters, "
                        + "digits and -._~+/, with = at the end) or sha256: and 64 hex digits",
                "APIKEYS | plain-key-123 | auth.apiKeys: entry 1 is not sha256: and 64 hex digits, "
                        + "as rillcast hash --token prints",
                "JWT_SECRET | 0123456789abcdef0123456789abcde | auth.jwt.secret: must have 32 bytes or more",
                "JWT_JWKS | ftp://a.example/ | auth.jwt.jwks: must be an http:// or https:// address, "
                        + "without user or password",
                "BINTU | https://user:hush@a.example/ | auth.bintu: must be an http:// or https:// "
                        + "address, without user or password",
                "HOOK | hush | auth.hook: must be an http:// or https:// address, without user or password",
                "HOOK | http://[hush | auth.hook: must be an http:// or https:// address, without user or password",
                "JWT_ISSUER | me | auth.jwt.issuer: needs auth.jwt.secret, auth.jwt.key or auth.jwt.jwks beside it",
                "JWT_AUDIENCE | me | auth.jwt.audience: needs auth.jwt.secret, auth.jwt.key or auth.jwt.jwks beside it",
            })
    void aWrongValueIsNamedAndNotRepeated(String key, String value, String message) {
        assertEquals(message, problem("AUTH_" + key, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH_USERS auth.users x",
                "AUTH_TOKENS auth.tokens token-123",
                "AUTH_APIKEYS auth.apiKeys " + HASH,
                "AUTH_JWT_SECRET auth.jwt.secret " + SECRET,
                "AUTH_BINTU auth.bintu http://a.example/",
                "WHIP_TOKEN whip.token token-123"
            })
    void aHookDecidesAlone(String other) {
        String[] words = other.split(" ", -1);
        assertEquals(
                words[1] + ": can't be set beside auth.hook, which decides alone",
                problem("AUTH_HOOK", "http://a.example/", words[0], words[2]));
    }

    @Test
    void secretsAreNeverPrinted() {
        Auth auth =
                load(
                        "TOKENS",
                        "token-hush",
                        "JWT_SECRET",
                        SECRET + "hush",
                        "BINTU",
                        "http://a.example/?k=hush");
        assertFalse(auth.toString().contains("hush"), auth.toString());
        Auth hook = load("HOOK", "http://a.example/?k=hush");
        assertFalse(hook.toString().contains("hush"), hook.toString());
    }

    private static Auth load(String... settings) {
        String[] names = settings.clone();
        for (int i = 0; i < names.length; i += 2) {
            names[i] = "AUTH_" + names[i];
        }
        return environment(names).auth();
    }

    private static Config environment(String... settings) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put("RILLCAST_" + settings[i], settings[i + 1]);
        }
        return Config.load(Optional.empty(), environment);
    }

    private static String problem(String... settings) {
        return String.valueOf(
                assertThrows(ConfigException.class, () -> environment(settings)).getMessage());
    }
}
