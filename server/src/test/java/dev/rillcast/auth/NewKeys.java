package dev.rillcast.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of an issuer, and what it signs with them. */
final class NewKeys {
    private NewKeys() {}

    static RSAKey rsa(int bits, String id) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(Curve curve, String id) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims)
            throws JOSEException {
        return signed(
                algorithm,
                key.getKeyID(),
                new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
                claims);
    }

    static String signed(ECKey key, JWSAlgorithm algorithm, JWTClaimsSet claims)
            throws JOSEException {
        return signed(algorithm, key.getKeyID(), new ECDSASigner(key), claims);
    }

    static String signed(String secret, JWSAlgorithm algorithm, JWTClaimsSet claims)
            throws JOSEException {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return signed(algorithm, null, new MACSigner(bytes), claims);
    }

    private static String signed(
            JWSAlgorithm algorithm, @Nullable String id, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(algorithm).keyID(id).build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    /** As {@code openssl … -pubout} writes it. */
    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
