package dev.rillcast.auth;

import dev.rillcast.auth.Attempts.Outcome;
import dev.rillcast.auth.RefusedException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may see all broadcasts and end them: those of a file, who sign in with name and password and
 * have a token from then on; without a file, people at this machine. Safe for many threads; signing
 * in may block for some seconds.
 */
public final class Operators {
    private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

    /** How long a token is good. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /** Of so many sessions the newest are kept: each took a right password. */
    static final int MAX_SESSIONS = 100;

    private final Optional<Users> users;
    private final LongSupplier nanoTime;
    private final Attempts attempts = new Attempts();
    private final SecureRandom random = new SecureRandom();

    /** By the token's hash: how long it takes to find one tells nothing of the others. */
    private final Map<String, Session> sessions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
                    return size() > MAX_SESSIONS;
                }
            };

    private record Session(String name, PasswordHash hash, long begun) {}

    /**
     * @param users none: people at this machine need no password, all others are refused
     */
    public Operators(Optional<Users> users) {
        this(users, System::nanoTime);
    }

    Operators(Optional<Users> users, LongSupplier nanoTime) {
        this.users = users;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets an operator in.
     *
     * @return a token, which proves it from now on
     * @throws RefusedException if name or password are wrong, nobody can sign in, or the caller has
     *     to wait after several wrong attempts
     */
    public String signIn(Caller caller, String name, String password) throws RefusedException {
        Users known =
                users.orElseThrow(
                        () ->
                                new RefusedException(
                                        Reason.LOCAL_ONLY,
                                        "there is nobody to sign in as: admin.users is not set"));
        PasswordHash hash = check(known, caller, name, password);
        String token = Secrets.random(random);
        synchronized (sessions) {
            sessions.put(Secrets.hash(token), new Session(name, hash, nanoTime.getAsLong()));
        }
        LOG.info("an operator signed in from {}", caller.client().getHostAddress());
        return token;
    }

    private PasswordHash check(Users known, Caller caller, String name, String password)
            throws RefusedException {
        attempts.begin(caller.client(), nanoTime.getAsLong());
        Outcome outcome = Outcome.UNKNOWN;
        try {
            Optional<PasswordHash> hash = known.hash(name, password);
            outcome = hash.isPresent() ? Outcome.RIGHT : Outcome.WRONG;
            return hash.orElseThrow(
                    () ->
                            new RefusedException(
                                    Reason.WRONG_CREDENTIALS, "the name or the password is wrong"));
        } finally {
            attempts.end(caller.client(), outcome, nanoTime.getAsLong());
        }
    }

    /**
     * Who that is.
     *
     * @param local whether the caller is at this machine, whatever it says of itself
     * @return the name; empty for somebody at this machine, who needs none
     * @throws RefusedException WRONG_CREDENTIALS if signing in would help, else LOCAL_ONLY
     */
    public Optional<String> recognise(boolean local, Optional<String> token)
            throws RefusedException {
        if (users.isPresent()) {
            return Optional.of(session(users.get(), token).name);
        }
        if (local) {
            return Optional.empty();
        }
        throw new RefusedException(
                Reason.LOCAL_ONLY,
                "the dashboard is for browsers on the server's own machine; admin.users in the configuration lets others in");
    }

    /** One ends with its time, and when its account is gone or has another password. */
    private Session session(Users known, Optional<String> token) throws RefusedException {
        Optional<String> key = token.map(Secrets::hash);
        Session session;
        synchronized (sessions) {
            session = key.map(sessions::get).orElse(null);
        }
        if (session == null) {
            throw new RefusedException(Reason.WRONG_CREDENTIALS, "sign in to see the dashboard");
        }
        if (nanoTime.getAsLong() - session.begun >= LIFETIME.toNanos()
                || !known.has(session.name, session.hash)) {
            signOut(token);
            throw new RefusedException(
                    Reason.WRONG_CREDENTIALS, "your session is over; sign in again");
        }
        return session;
    }

    /** Ends a session, if there is one with that token. */
    public void signOut(Optional<String> token) {
        synchronized (sessions) {
            token.map(Secrets::hash).ifPresent(sessions::remove);
        }
    }
}
