package dev.rillcast.icecast;

import java.io.IOException;

/** The stream is not to be had, or has ended; the message is for people and holds no secret. */
public final class IcecastException extends IOException {
    private static final long serialVersionUID = 1L;

    public IcecastException(String message) {
        super(message);
    }
}
