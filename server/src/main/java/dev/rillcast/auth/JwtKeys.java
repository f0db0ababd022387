package dev.rillcast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.rillcast.auth.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that may have signed a JWT. A key serves one algorithm, that of its kind: the secret
 * HS256, an RSA key RS256, a key on the curve P-256 ES256. So no public key is ever taken for a
 * secret, whatever a token's header says (RFC 8725 2.1).
 */
public final class JwtKeys {
    private static final Set<JWSAlgorithm> PUBLIC_KEY =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int MIN_RSA_BITS = 2_048;

    /** A key set with more keys of one kind, and tokens that don't say which, are no use. */
    private static final int MAX_CANDIDATES = 8;

    private final Optional<String> secret;
    private final Optional<JWK> key;
    private final Optional<Jwks> jwks;

    /**
     * @param secret of 32 bytes or more
     * @param pem a public key or a certificate, for RS256 or ES256
     * @throws IllegalArgumentException if the PEM can't be used, saying why
     */
    public JwtKeys(Optional<String> secret, Optional<String> pem, Optional<Jwks> jwks) {
        this.secret = secret;
        this.key = pem.map(JwtKeys::read);
        this.jwks = jwks;
    }

    private static JWK read(String pem) {
        if (pem.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException("holds a private key; the public one is wanted");
        }
        try {
            JWK key = JWK.parseFromPEMEncodedObjects(pem);
            if (algorithm(key).isPresent()) {
                return key;
            }
        } catch (JOSEException | IllegalArgumentException notPem) {
            // the same answer
        }
        throw new IllegalArgumentException(
                "must be PEM with a public key or a certificate, RSA of 2048 bits or more, or EC on P-256");
    }

    /** The one algorithm for which a key is taken, if it is taken at all. */
    private static Optional<JWSAlgorithm> algorithm(JWK key) {
        return switch (key) {
            case RSAKey rsa when rsa.size() >= MIN_RSA_BITS -> Optional.of(JWSAlgorithm.RS256);
            case ECKey ec when ec.getCurve().equals(Curve.P_256) -> Optional.of(JWSAlgorithm.ES256);
            default -> Optional.empty();
        };
    }

    /**
     * The keys with which such a token may be signed; may fetch the key set.
     *
     * @throws RefusedException if no other key is there and the key set can't be fetched
     */
    List<JWSVerifier> candidates(JWSHeader header, Instant now) throws RefusedException {
        JWSAlgorithm algorithm = header.getAlgorithm();
        try {
            if (algorithm.equals(JWSAlgorithm.HS256) && secret.isPresent()) {
                return List.of(new MACVerifier(secret.get().getBytes(StandardCharsets.UTF_8)));
            }
            List<JWSVerifier> verifiers = new ArrayList<>();
            for (JWK candidate : publicKeys(header, now)) {
                if (verifiers.size() < MAX_CANDIDATES
                        && algorithm(candidate).filter(algorithm::equals).isPresent()) {
                    verifiers.add(verifier(candidate));
                }
            }
            return verifiers;
        } catch (JOSEException e) {
            throw new RefusedException(Reason.UNAVAILABLE, "JWTs can't be checked now");
        }
    }

    private List<JWK> publicKeys(JWSHeader header, Instant now) throws RefusedException {
        List<JWK> keys = new ArrayList<>();
        if (PUBLIC_KEY.contains(header.getAlgorithm())) {
            key.ifPresent(keys::add);
            if (jwks.isPresent()) {
                try {
                    keys.addAll(jwks.get().matching(header, now));
                } catch (RefusedException e) {
                    if (keys.isEmpty()) {
                        throw e;
                    }
                }
            }
        }
        return keys;
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey());
            default -> throw new JOSEException("no public key");
        };
    }
}
