package dev.rillcast.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InquiryTest {
    private final Inquiry inquiry = new Inquiry("auth.hook");
    private OtherServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OtherServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerIsReadUpToItsBound() throws IOException {
        server.answers(200, "x".repeat(65_536));
        assertEquals(65_536, ask().body().length());
        server.answers(200, "x".repeat(65_537));
        assertThrows(IOException.class, this::ask);
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        server.answers(
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    OtherServer.respond(exchange, 302, "");
                });
        assertEquals(302, ask().status());
        assertEquals(1, server.asked().size());
    }

    @Test
    void anAnswerThatTricklesInEndsAfterThreeSeconds() {
        server.answers(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    // What follows is for the client to wait for.
                    int _ = exchange.getRequestBody().read();
                    awaitEnd();
                });
        IOException late = assertThrows(IOException.class, this::ask);
        assertEquals("it took longer than 3 s", late.getMessage());
    }

    @Test
    void nobodyThereIsToldOnceAndTheReturnToo() throws IOException {
        URI address = server.address();
        server.close();
        try (Logged log = new Logged()) {
            assertThrows(IOException.class, () -> ask(address));
            assertThrows(IOException.class, () -> ask(address));
            assertEquals(1, log.count("WARN", "auth.hook does not answer as it should"));
            assertTrue(!log.all().contains("hush"), log.all());
        }
    }

    /** Until the server is closed. */
    private static void awaitEnd() {
        try {
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Inquiry.Answer ask() throws IOException {
        return ask(server.address());
    }

    private Inquiry.Answer ask(URI address) throws IOException {
        return inquiry.ask(HttpRequest.newBuilder(address).build(), answer -> answer);
    }
}
