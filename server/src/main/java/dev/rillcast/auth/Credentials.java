package dev.rillcast.auth;

import java.util.Optional;

/**
 * What somebody brings to sign in: whatever of it the application gave.
 *
 * @param userName the name that others see; it proves nothing
 * @param token a static token or a JWT
 * @param serverUserName the account's name, with {@code serverPassword}
 * @param bintuApiKey an API key
 */
public record Credentials(
        String userName,
        Optional<String> room,
        Optional<String> token,
        Optional<String> serverUserName,
        Optional<String> serverPassword,
        Optional<String> bintuApiKey) {
    /** What an encoder brings: at most a token. */
    static Credentials bearer(Optional<String> token) {
        Optional<String> none = Optional.empty();
        return new Credentials("", none, token, none, none, none);
    }

    /** Says what was brought, never its value: this ends up in logs. */
    @Override
    public String toString() {
        return "Credentials[token="
                + given(token)
                + ", account="
                + given(serverUserName)
                + ", apiKey="
                + given(bintuApiKey)
                + "]";
    }

    private static String given(Optional<String> secret) {
        return secret.isPresent() ? "given" : "none";
    }
}
