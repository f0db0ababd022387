package dev.rillcast.dtls;

import org.bouncycastle.tls.TlsFatalAlert;

/** An alert of our own, with the reason in words. */
final class Refusal extends TlsFatalAlert {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param alert one of {@code AlertDescription}
     */
    Refusal(short alert, String reason) {
        super(alert, reason);
        this.reason = reason;
    }

    /** The reason without BouncyCastle's name of the alert. */
    String reason() {
        return reason;
    }
}
