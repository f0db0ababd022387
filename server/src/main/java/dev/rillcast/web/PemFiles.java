package dev.rillcast.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.pem.util.PemUtils;

/** A certificate with its chain (RFC 7468 5), and its key as PKCS#8, PKCS#1 or SEC 1. */
final class PemFiles {
    /** {@code openssl ecparam -genkey} puts it before the key, which holds the same again. */
    private static final Pattern PARAMETERS =
            Pattern.compile("(?s)-----BEGIN EC PARAMETERS-----.*?-----END EC PARAMETERS-----");

    private static final byte[] SAMPLE = {1, 2, 3, 4, 5, 6, 7, 8};

    private final Path cert;
    private final Path key;
    private byte[] seen = {};

    PemFiles(Path cert, Path key) {
        this.cert = cert;
        this.key = key;
    }

    /**
     * Whether they hold anything else than when this was asked last. What they hold is not kept.
     */
    boolean changed() {
        byte[] now = digest();
        boolean changed = !MessageDigest.isEqual(seen, now);
        seen = now;
        return changed;
    }

    private byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : List.of(cert, key)) {
                digest.update(bytes(file));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A renamed file or link has no time stamp to rely on, so its content is what counts. */
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return e.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    Identity read() throws PemException {
        List<X509Certificate> chain = certificates();
        PrivateKey privateKey = privateKey();
        if (!belongTogether(privateKey, chain.getFirst().getPublicKey())) {
            throw new PemException(
                    true, key + " is not the key of the first certificate in " + cert);
        }
        return new Identity(privateKey, chain);
    }

    private List<X509Certificate> certificates() throws PemException {
        String pem = text(false, cert);
        try {
            List<X509Certificate> chain = PemUtils.parseCertificate(pem);
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GenericException | IllegalArgumentException e) {
            // the same answer
        }
        throw new PemException(false, cert + " holds no certificate as PEM");
    }

    private PrivateKey privateKey() throws PemException {
        String pem = text(true, key);
        if (pem.contains("ENCRYPTED")) {
            throw new PemException(true, key + " is locked by a password; store it without one");
        }
        try {
            return PemUtils.parsePrivateKey(PARAMETERS.matcher(pem).replaceFirst(""));
        } catch (GenericException | IllegalArgumentException e) {
            throw new PemException(true, key + " holds no private key as PEM");
        }
    }

    private static String text(boolean ofKey, Path file) throws PemException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new PemException(ofKey, file + " does not exist");
        } catch (IOException e) {
            throw new PemException(ofKey, file + " can't be read");
        }
    }

    /** Whether the one verifies what the other signs: a proof for every kind of key. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm =
                switch (privateKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case String other -> other; // Ed25519 is the name of the signature too
                };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(SAMPLE);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(SAMPLE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
