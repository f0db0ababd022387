package dev.rillcast.signal;

/** The way back to a client; bounded, and never blocks. */
public interface Outbox {
    /** Queues a message; if the client does not read what it asked for, the connection is ended. */
    void send(String message);

    /** Ends the connection, for a reason that the client is told. */
    void end(String reason);
}
