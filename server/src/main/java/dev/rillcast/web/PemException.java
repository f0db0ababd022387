package dev.rillcast.web;

/** A certificate's or key's file can't be used. The message is one line without any secret. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofKey;

    PemException(boolean ofKey, String message) {
        super(message);
        this.ofKey = ofKey;
    }

    /** Whether the key's file is to blame, not the certificate's. */
    public boolean ofKey() {
        return ofKey;
    }
}
