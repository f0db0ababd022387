package dev.rillcast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rillcast.auth.RefusedException.Reason;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * JSON Web Tokens (RFC 7519) that somebody else signed. The claims {@code room}, {@code
 * streamname}, {@code output} and {@code lifetime} become the grant.
 */
public final class Jwt implements Way {
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int MAX_LENGTH = 8_192;
    private static final String SHAPE = "[\\w-]+\\.[\\w-]+\\.[\\w-]*";

    private final JwtKeys keys;
    private final Rules rules;

    /**
     * What a token's claims must be, beside being of this time.
     *
     * @param issuer what {@code iss} must be
     * @param audience what {@code aud} must name
     * @param everyToken whether a token that does not look like a JWT is refused here; otherwise it
     *     is left to other ways
     */
    public record Rules(Optional<String> issuer, Optional<String> audience, boolean everyToken) {}

    public Jwt(JwtKeys keys, Rules rules) {
        this.keys = keys;
        this.rules = rules;
    }

    @Override
    public boolean takes(Credentials credentials) {
        return credentials
                .token()
                .filter(token -> rules.everyToken || token.matches(SHAPE))
                .isPresent();
    }

    @Override
    public Grant check(Knock knock) throws RefusedException {
        SignedJWT jwt = parse(knock.credentials().token().orElse(""));
        // Nothing that is signed is looked at before the signature.
        verify(jwt, knock.now());
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            checkTime(claims, knock.now());
            checkPeople(claims);
            return GrantFields.read(claims.getClaims());
        } catch (ParseException e) {
            throw refused("the JWT's claims can't be read");
        } catch (IllegalArgumentException e) {
            throw refused("the JWT's claim " + e.getMessage());
        }
    }

    private static SignedJWT parse(String token) throws RefusedException {
        try {
            if (token.length() <= MAX_LENGTH) {
                return SignedJWT.parse(token);
            }
        } catch (ParseException notSigned) {
            // the same answer
        }
        throw refused("the token is not a signed JWT");
    }

    private void verify(SignedJWT jwt, Instant now) throws RefusedException {
        for (JWSVerifier verifier : keys.candidates(jwt.getHeader(), now)) {
            try {
                if (jwt.verify(verifier)) {
                    return;
                }
            } catch (JOSEException notThisKey) {
                // another one may fit
            }
        }
        throw refused("the JWT is not signed with a key that is taken here");
    }

    /** RFC 7519 4.1.4 and 4.1.5, with some room for clocks that differ. */
    private static void checkTime(JWTClaimsSet claims, Instant now) throws RefusedException {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("the JWT has no expiry (exp)");
        }
        if (!now.minus(SKEW).isBefore(expires.toInstant())) {
            throw refused("the JWT has expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.plus(SKEW).isBefore(notBefore.toInstant())) {
            throw refused("the JWT is not valid yet");
        }
    }

    private void checkPeople(JWTClaimsSet claims) throws RefusedException {
        if (rules.issuer.isPresent() && !rules.issuer.get().equals(claims.getIssuer())) {
            throw refused("the JWT is from another issuer (iss)");
        }
        if (rules.audience.filter(a -> !claims.getAudience().contains(a)).isPresent()) {
            throw refused("the JWT is for another audience (aud)");
        }
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Reason.JWT_REFUSED, message);
    }

    @Override
    public String wants() {
        return "token";
    }
}
