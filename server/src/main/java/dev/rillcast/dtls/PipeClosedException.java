package dev.rillcast.dtls;

import java.io.InterruptedIOException;

/**
 * Nothing more will come out of the pipe. An interruption, because BouncyCastle lets these pass; on
 * any other it would tell the peer of an internal error.
 */
final class PipeClosedException extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    PipeClosedException() {
        super("the connection was closed");
    }
}
