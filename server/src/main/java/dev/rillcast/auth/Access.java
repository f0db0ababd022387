package dev.rillcast.auth;

import dev.rillcast.auth.Attempts.Outcome;
import dev.rillcast.auth.RefusedException.Reason;
import dev.rillcast.tally.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of the house: who shows what one of the configured ways takes comes in; with no way
 * configured, only this machine does. Safe for many threads; asking may block for some seconds.
 */
public final class Access {
    private static final String BEARER = "Bearer ";

    /** In the order in which they are asked. */
    private final List<Way> ways;

    private final List<Way> whipWays;
    private final Attempts attempts = new Attempts();
    private final Counts<Reason> refused = new Counts<>(Reason.class);
    private final LongAdder granted = new LongAdder();
    private final LongSupplier nanoTime;

    private interface Question {
        Grant ask() throws RefusedException;
    }

    /** With no way to sign in. */
    public Access(Optional<String> whipToken) {
        this(whipToken, List.of());
    }

    /**
     * @param whipToken that encoders may show beside what the ways take
     * @param ways to sign in, in the order in which they are asked
     */
    public Access(Optional<String> whipToken, List<Way> ways) {
        this(whipToken, ways, System::nanoTime);
    }

    Access(Optional<String> whipToken, List<Way> ways, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.ways = List.copyOf(ways);
        Stream<Way> token = whipToken.map(t -> (Way) new Tokens(new Secrets(List.of(t)))).stream();
        this.whipWays = Stream.concat(ways.stream(), token).toList();
    }

    /** Whether anybody but this machine's own people may sign in. */
    public boolean thisMachineOnly() {
        return ways.isEmpty();
    }

    /** Whether a browser may sign in. */
    public Grant signIn(Caller caller, Credentials credentials) throws RefusedException {
        return counted(() -> decide(caller, credentials));
    }

    private Grant decide(Caller caller, Credentials credentials) throws RefusedException {
        if (ways.isEmpty()) {
            return ofThisMachine(
                    caller,
                    "this server lets only its own machine sign in: its configuration has nothing in auth");
        }
        return check(ways, new Knock(caller, credentials, Optional.empty(), Instant.now()));
    }

    /**
     * Whether an encoder may publish.
     *
     * @param authorization the header of that name (RFC 6750 2.1)
     * @param stream the one that it wants to publish
     */
    public Grant whip(Caller caller, Optional<String> authorization, String stream)
            throws RefusedException {
        return counted(() -> decide(caller, authorization, stream));
    }

    private Grant decide(Caller caller, Optional<String> authorization, String stream)
            throws RefusedException {
        if (whipWays.isEmpty()) {
            return ofThisMachine(
                    caller,
                    "without whip.token in its configuration the server takes streams from its own machine only");
        }
        Credentials bearer = Credentials.bearer(authorization.flatMap(Access::bearer));
        Knock knock = new Knock(caller, bearer, Optional.of(stream), Instant.now());
        if (whipWays.stream().noneMatch(way -> way.takes(Credentials.bearer(Optional.of("x"))))) {
            throw new RefusedException(
                    Reason.DENIED,
                    "streams are taken with a bearer token only, which needs whip.token, auth.tokens or auth.jwt");
        }
        Grant grant = check(whipWays, knock);
        if (grant.streamName().filter(name -> !name.equals(stream)).isPresent()) {
            throw new RefusedException(Reason.DENIED, "the token is for another stream");
        }
        return grant;
    }

    private Grant counted(Question question) throws RefusedException {
        try {
            Grant grant = question.ask();
            granted.increment();
            return grant;
        } catch (RefusedException e) {
            refused.add(e.reason());
            throw e;
        }
    }

    /** How many were let in since the server's start; of WHIP each request counts. */
    public long granted() {
        return granted.sum();
    }

    /** How many were not. */
    public Counts<Reason> refused() {
        return refused;
    }

    /** The token in such a header. */
    static Optional<String> bearer(String authorization) {
        return Optional.of(authorization)
                .filter(a -> a.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(a -> a.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    /** The first way that accepts wins; what none of them takes is not looked at. */
    private Grant check(List<Way> all, Knock knock) throws RefusedException {
        List<Way> asked = all.stream().filter(way -> way.takes(knock.credentials())).toList();
        if (asked.isEmpty()) {
            throw new RefusedException(Reason.WRONG_CREDENTIALS, nothingGiven(knock));
        }
        attempts.begin(knock.caller().client(), nanoTime.getAsLong());
        Outcome outcome = Outcome.UNKNOWN;
        List<RefusedException> refusals = new ArrayList<>();
        try {
            for (Way way : asked) {
                try {
                    Grant grant = way.check(knock);
                    outcome = Outcome.RIGHT;
                    return grant;
                } catch (RefusedException e) {
                    refusals.add(e);
                }
            }
            if (refusals.stream().anyMatch(e -> e.reason() != Reason.UNAVAILABLE)) {
                outcome = Outcome.WRONG;
            }
            throw refusals.getFirst();
        } finally {
            attempts.end(knock.caller().client(), outcome, nanoTime.getAsLong());
        }
    }

    private String nothingGiven(Knock knock) {
        if (knock.stream().isPresent()) {
            return "the bearer token is missing";
        }
        return "this server wants "
                + ways.stream().map(Way::wants).distinct().collect(Collectors.joining(" or "));
    }

    private static Grant ofThisMachine(Caller caller, String otherwise) throws RefusedException {
        if (!caller.local()) {
            throw new RefusedException(Reason.LOCAL_ONLY, otherwise);
        }
        return Grant.ALL;
    }
}
