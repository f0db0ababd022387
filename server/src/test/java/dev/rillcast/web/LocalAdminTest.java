package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/admin} of a server as it comes: for people at its machine. */
@Timeout(60)
class LocalAdminTest {
    private static final String OVERVIEW = "/api/admin/overview";

    private static TestServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        http = new Http(server);
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @Test
    void peopleAtThisMachineNeedNoPassword() throws Exception {
        assertEquals(200, http.get(OVERVIEW).statusCode());
        HttpResponse<String> session = http.get("/api/admin/session");
        assertEquals("{\"name\":null}", session.body());
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "Via, 1.1 proxy",
        "Origin, https://evil.example",
        "Origin, null",
    })
    void whoMayBeFromElsewhereIsRefused(String header, String value) throws Exception {
        HttpResponse<String> response = http.get(OVERVIEW, header, value);
        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("admin.users in the configuration"), response.body());
    }

    @Test
    void aNameFromElsewhereThatLeadsHereIsNotThisMachine() throws Exception {
        String answer = http.raw("GET " + OVERVIEW + " HTTP/1.1\r\nHost: evil.example:8080\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        String own = http.raw("GET " + OVERVIEW + " HTTP/1.1\r\nHost: localhost:8080\r\n");
        assertTrue(own.startsWith("HTTP/1.1 200 "), own);
    }

    @Test
    void nobodyCanSignInWithoutAccounts() throws Exception {
        HttpResponse<String> response =
                http.send(
                        "POST",
                        "/api/admin/session",
                        "{\"name\":\"\",\"password\":\"\"}",
                        "Content-Type",
                        "application/json");
        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("admin.users is not set"), response.body());
    }
}
