package dev.rillcast.rehearsal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.TestServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void whatIsPublishedIsSeenByThoseWhoWatch() throws Exception {
        try (TestServer server = TestServer.start()) {
            rehearse(server);
        }
    }

    @Test
    void aServerThatDoesNotDoItsWorkFails() throws Exception {
        try (TestServer server = TestServer.start("RILLCAST_INGEST_ENABLED", "false")) {
            assertThrows(IOException.class, () -> rehearse(server));
        }
    }

    private static void rehearse(TestServer server) throws IOException, InterruptedException {
        int media = server.config().media().port();
        try (Rehearsal rehearsal = new Rehearsal(URI.create(server.http("/")), media)) {
            rehearsal.run();
        }
    }
}
