package dev.rillcast.auth;

import dev.rillcast.auth.Attempts.Outcome;
import dev.rillcast.auth.RefusedException.Reason;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A gate for programs that watch over the server: who shows its token comes in or, where there is
 * none, who is on this machine. Safe for many threads.
 */
public final class TokenGate {
    private final Optional<Secrets> token;
    private final String key;
    private final Attempts attempts = new Attempts();

    /**
     * @param token as it is, or as {@code sha256:HEX}
     * @param key what the configuration calls it
     */
    public TokenGate(Optional<String> token, String key) {
        this.token = token.map(each -> new Secrets(List.of(each)));
        this.key = key;
    }

    /**
     * @param local whether the client is at this machine
     * @param authorization the header of that name (RFC 6750 2.1)
     * @param now {@link System#nanoTime()}
     * @throws RefusedException for who may not come in
     */
    public void check(boolean local, InetAddress client, Optional<String> authorization, long now)
            throws RefusedException {
        if (token.isEmpty()) {
            if (!local) {
                throw new RefusedException(
                        Reason.LOCAL_ONLY,
                        "without " + key + " in its configuration only this machine may read this");
            }
            return;
        }
        Optional<String> shown = authorization.flatMap(Access::bearer);
        if (shown.isEmpty()) {
            throw new RefusedException(
                    Reason.WRONG_CREDENTIALS, "the bearer token is missing (" + key + ")");
        }
        attempts.begin(client, now);
        boolean right = token.get().contains(shown.get());
        attempts.end(client, right ? Outcome.RIGHT : Outcome.WRONG, now);
        if (!right) {
            throw new RefusedException(Reason.WRONG_CREDENTIALS, "the bearer token is wrong");
        }
    }
}
