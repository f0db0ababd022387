package dev.rillcast.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rillcast.auth.RefusedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key set (JWKS, RFC 7517 5) at an address. It is fetched when it is needed first, when it is ten
 * minutes old, and when a token names a key that it lacks; but never twice within ten seconds,
 * whatever strangers' tokens name. While the address fails, the last keys serve for an hour.
 */
public final class Jwks {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration USABLE = Duration.ofHours(1);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final URI address;
    private final Inquiry inquiry = new Inquiry("auth.jwt.jwks");
    private JWKSet keys = new JWKSet();
    private @Nullable Instant fetched;
    private @Nullable Instant tried;

    public Jwks(URI address) {
        this.address = address;
    }

    /** The keys that fit a token's header; who comes while they are fetched waits for them. */
    synchronized List<JWK> matching(JWSHeader header, Instant now) throws RefusedException {
        JWKSelector selector = new JWKSelector(JWKMatcher.forJWSHeader(header));
        boolean old = olderThan(fetched, FRESH, now);
        if ((old || selector.select(keys).isEmpty()) && olderThan(tried, BETWEEN, now)) {
            tried = now;
            fetch(now);
        }
        if (olderThan(fetched, USABLE, now)) {
            throw new RefusedException(
                    Reason.UNAVAILABLE, "JWTs can't be checked now; try again later");
        }
        return selector.select(keys);
    }

    private static boolean olderThan(@Nullable Instant time, Duration age, Instant now) {
        return time == null || !now.isBefore(time.plus(age));
    }

    private void fetch(Instant now) {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", "application/json").GET().build();
        try {
            keys = inquiry.ask(request, Jwks::read);
            fetched = now;
        } catch (IOException logged) {
            // the keys that are there go on
        }
    }

    private static JWKSet read(Inquiry.Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("it answered with status " + answer.status());
        }
        try {
            return JWKSet.parse(answer.body());
        } catch (ParseException e) {
            throw new IOException("its answer is not a key set", e);
        }
    }
}
