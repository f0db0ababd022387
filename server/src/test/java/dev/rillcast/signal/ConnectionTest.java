package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a socket may do and how long it may wait, whoever speaks there. */
@Timeout(20)
class ConnectionTest {
    private static final long SECOND = 1_000_000_000;

    private Backend backend;
    private Client client;

    @BeforeEach
    void open() throws Exception {
        backend = new Backend();
        client = new Client(backend.sessions);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void whoDoesNotSignInHasToLeave() throws Exception {
        client.connection.sweep(10 * SECOND - 1);
        client.assertSilent();
        client.connection.sweep(10 * SECOND);
        client.expectEnd("nobody signed in");
        client.request("signIn", ",'version':1,'userName':'late'");
        client.connection.sweep(20 * SECOND);
        client.assertSilent();
    }

    @Test
    void whoIsSignedInMayKeepSilentAndHasToLeaveSomeTimeAfterSigningOut() throws Exception {
        client.signIn();
        client.connection.sweep(3_600 * SECOND);
        client.request("signOut", "");
        client.expectOk();
        client.connection.sweep(3_609 * SECOND);
        client.assertSilent();
        client.connection.sweep(3_610 * SECOND);
        client.expectEnd("nobody signed in");
    }

    @Test
    void failedAttemptsDoNotProlongTheTimeToSignIn() throws Exception {
        client.at(9).request("signIn", ",'version':2,'userName':'Ann'");
        client.expectError(107001, "version");
        client.request("resume", ",'version':1,'resume':'49647969.x','received':1");
        client.expectError(107002, "no such session");
        client.connection.sweep(10 * SECOND);
        client.expectEnd("nobody signed in");
    }

    @Test
    void aFloodOfMessagesEndsTheSocketAndTheSession() throws Exception {
        client.signIn();
        for (int i = 1; i < Connection.MESSAGES_PER_SECOND; i++) {
            client.say("{}");
            client.expect("error");
        }
        client.at(1);
        for (int i = 0; i < Connection.MESSAGES_PER_SECOND; i++) {
            client.say("{}");
            client.expect("error");
        }
        client.say("{}");
        client.expectEnd("more than 200 messages in a second");
        client.at(9).say("{}");
        client.assertSilent();
        assertEquals(0, backend.sessions.count());
    }
}
