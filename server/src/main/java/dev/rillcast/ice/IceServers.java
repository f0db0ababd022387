package dev.rillcast.ice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The STUN and TURN servers that browsers are told of. Safe for all threads.
 *
 * @param urls {@code stun:}, {@code stuns:}, {@code turn:} or {@code turns:}
 * @param access to those that are TURN servers
 */
public record IceServers(List<String> urls, TurnAccess access) {
    public static final IceServers NONE = new IceServers(List.of(), new TurnAccess.None());

    /** How the TURN servers know whom to let in. */
    public sealed interface TurnAccess {
        /** There are none. */
        record None() implements TurnAccess {}

        /** By credentials that are made anew for each user. */
        record SharedSecret(String secret) implements TurnAccess {
            @Override
            public String toString() {
                return "SharedSecret";
            }
        }

        /** By the same credential for all. */
        record Fixed(TurnCredential credential) implements TurnAccess {}
    }

    public IceServers {
        urls = List.copyOf(urls);
    }

    /**
     * What one user's browser is told: nothing, if there are no servers. Credentials are good for
     * {@link TurnCredential#LIFETIME}.
     */
    public List<IceServer> forUser(String userId, Instant now) {
        List<IceServer> servers = new ArrayList<>();
        add(servers, urls.stream().filter(url -> !isTurn(url)).toList(), Optional.empty());
        List<String> turn = urls.stream().filter(IceServers::isTurn).toList();
        add(servers, turn, turn.isEmpty() ? Optional.empty() : credential(userId, now));
        return servers;
    }

    private Optional<TurnCredential> credential(String userId, Instant now) {
        return switch (access) {
            case TurnAccess.None _ -> Optional.empty();
            case TurnAccess.SharedSecret(String secret) ->
                    Optional.of(TurnCredential.make(secret, userId, now));
            case TurnAccess.Fixed(TurnCredential credential) -> Optional.of(credential);
        };
    }

    private static void add(
            List<IceServer> servers, List<String> urls, Optional<TurnCredential> credential) {
        if (!urls.isEmpty()) {
            servers.add(new IceServer(urls, credential));
        }
    }

    /** Whether the URL is a TURN server's. */
    public static boolean isTurn(String url) {
        return url.startsWith("turn");
    }
}
