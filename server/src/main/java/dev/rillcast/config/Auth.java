package dev.rillcast.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may sign in (docs/signing-in.md).
 *
 * @param users the file of names and hashes
 * @param tokens each as it is, or as {@code sha256:HEX}
 * @param apiKeys each as {@code sha256:HEX}
 * @param bintu the address that checks API keys
 * @param hook the address that decides alone
 */
public record Auth(
        Optional<Path> users,
        List<String> tokens,
        List<String> apiKeys,
        Jwt jwt,
        Optional<URI> bintu,
        Optional<URI> hook) {
    /** What may stand behind "Bearer" (RFC 6750 2.1). */
    static final String TOKEN = "[A-Za-z0-9._~+/-]+=*";

    static final String TOKEN_FORMS =
            "a token (8 or more letters, digits and -._~+/, with = at the end) or "
                    + "sha256: and 64 hex digits";

    private static final String HASH = "sha256:[0-9A-Fa-f]{64}";
    private static final int MIN_TOKEN = 8;
    private static final int MIN_SECRET = 32;

    public Auth {
        tokens = List.copyOf(tokens);
        apiKeys = List.copyOf(apiKeys);
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (!isToken(token)) {
                throw wrongEntry(Key.AUTH_TOKENS, i, TOKEN_FORMS);
            }
        }
        for (int i = 0; i < apiKeys.size(); i++) {
            if (!apiKeys.get(i).matches(HASH)) {
                throw wrongEntry(
                        Key.AUTH_API_KEYS,
                        i,
                        "sha256: and 64 hex digits, as rillcast hash --token prints");
            }
        }
        bintu.ifPresent(address -> requireHttp(Key.AUTH_BINTU, address));
        hook.ifPresent(address -> requireHttp(Key.AUTH_HOOK, address));
    }

    /**
     * Which tokens are taken.
     *
     * @param secret for HS256
     * @param key a PEM file with the public key for RS256 or ES256
     * @param jwks the address of such keys
     * @param issuer what {@code iss} must be
     * @param audience what {@code aud} must name
     */
    public record Jwt(
            Optional<String> secret,
            Optional<Path> key,
            Optional<URI> jwks,
            Optional<String> issuer,
            Optional<String> audience) {
        public Jwt {
            if (secret.isPresent()
                    && secret.get().getBytes(StandardCharsets.UTF_8).length < MIN_SECRET) {
                throw new ConfigException(
                        Key.AUTH_JWT_SECRET.path(), "must have " + MIN_SECRET + " bytes or more");
            }
            jwks.ifPresent(address -> requireHttp(Key.AUTH_JWT_JWKS, address));
            boolean anyKey = secret.isPresent() || key.isPresent() || jwks.isPresent();
            if (!anyKey && (issuer.isPresent() || audience.isPresent())) {
                Key alone = issuer.isPresent() ? Key.AUTH_JWT_ISSUER : Key.AUTH_JWT_AUDIENCE;
                throw new ConfigException(
                        alone.path(),
                        "needs auth.jwt.secret, auth.jwt.key or auth.jwt.jwks beside it");
            }
        }

        /** Whether JWTs are taken at all. */
        public boolean used() {
            return secret.isPresent() || key.isPresent() || jwks.isPresent();
        }

        @Override
        public String toString() {
            return "Jwt[hs256=" + (secret.isPresent() ? "set" : "none") + ", key=" + key + "]";
        }
    }

    /** Whether a token can be shown and not be guessed, or is the hash of one. */
    static boolean isToken(String token) {
        return token.matches(HASH) || (token.length() >= MIN_TOKEN && token.matches(TOKEN));
    }

    static Auth of(Settings settings) {
        Auth auth =
                new Auth(
                        settings.text(Key.AUTH_USERS).map(Path::of),
                        settings.list(Key.AUTH_TOKENS).orElse(List.of()),
                        settings.list(Key.AUTH_API_KEYS).orElse(List.of()),
                        new Jwt(
                                settings.text(Key.AUTH_JWT_SECRET),
                                settings.text(Key.AUTH_JWT_KEY).map(Path::of),
                                address(settings, Key.AUTH_JWT_JWKS),
                                settings.text(Key.AUTH_JWT_ISSUER),
                                settings.text(Key.AUTH_JWT_AUDIENCE)),
                        address(settings, Key.AUTH_BINTU),
                        address(settings, Key.AUTH_HOOK));
        requireHookAlone(settings);
        return auth;
    }

    /** Two who decide would hide from the operator who did. */
    private static void requireHookAlone(Settings settings) {
        if (settings.text(Key.AUTH_HOOK).isEmpty()) {
            return;
        }
        for (Key key : Key.values()) {
            boolean other = key.path().startsWith("auth.") || key == Key.WHIP_TOKEN;
            boolean set = settings.list(key).filter(list -> !list.isEmpty()).isPresent();
            if (other && key != Key.AUTH_HOOK && set) {
                throw new ConfigException(
                        key.path(), "can't be set beside auth.hook, which decides alone");
            }
        }
    }

    private static Optional<URI> address(Settings settings, Key key) {
        return settings.text(key)
                .map(
                        text -> {
                            try {
                                return new URI(text);
                            } catch (URISyntaxException e) {
                                throw wrongAddress(key);
                            }
                        });
    }

    private static void requireHttp(Key key, URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.matches("(?i)https?")
                || address.getHost() == null
                || address.getUserInfo() != null) {
            throw wrongAddress(key);
        }
    }

    /** Without the address: its query may hold a secret. */
    private static ConfigException wrongAddress(Key key) {
        return new ConfigException(
                key.path(), "must be an http:// or https:// address, without user or password");
    }

    private static ConfigException wrongEntry(Key key, int index, String what) {
        return new ConfigException(key.path(), "entry " + (index + 1) + " is not " + what);
    }

    /** Whether anything is set, so that more than this machine may sign in. */
    public boolean used() {
        return users.isPresent()
                || !tokens.isEmpty()
                || !apiKeys.isEmpty()
                || jwt.used()
                || bintu.isPresent()
                || hook.isPresent();
    }

    /** Says what is set, never its value. */
    @Override
    public String toString() {
        return "Auth[users="
                + users
                + ", tokens="
                + tokens.size()
                + ", apiKeys="
                + apiKeys.size()
                + ", jwt="
                + jwt
                + ", bintu="
                + (bintu.isPresent() ? "set" : "none")
                + ", hook="
                + (hook.isPresent() ? "set" : "none")
                + "]";
    }
}
