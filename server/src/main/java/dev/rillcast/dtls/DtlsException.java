package dev.rillcast.dtls;

import java.io.IOException;

/** A handshake came to nothing; the message says why, in words for the one who published. */
public final class DtlsException extends IOException {
    private static final long serialVersionUID = 1;

    DtlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
