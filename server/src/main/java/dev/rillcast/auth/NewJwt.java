package dev.rillcast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * A JWT to hand out.
 *
 * @param user whom it is for ({@code sub})
 * @param grant what it allows
 * @param expires how long after now it is to be taken
 */
public record NewJwt(String user, Grant grant, Jwt.Rules rules, Duration expires) {
    /**
     * Signs it with HS256.
     *
     * @param secret of 32 bytes or more
     */
    public String sign(String secret, Instant now) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .subject(user)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(expires)));
        rules.issuer().ifPresent(claims::issuer);
        rules.audience().ifPresent(claims::audience);
        grant.room().ifPresent(room -> claims.claim("room", room));
        grant.streamName().ifPresent(name -> claims.claim("streamname", name));
        grant.output().ifPresent(output -> claims.claim("output", output));
        grant.lifetime().ifPresent(lifetime -> claims.claim("lifetime", lifetime.toSeconds()));
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        try {
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret can't sign", e);
        }
        return jwt.serialize();
    }
}
