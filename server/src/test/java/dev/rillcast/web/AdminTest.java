package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.auth.PasswordHash;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/admin} of a whole server whose operators have accounts. */
@Timeout(60)
class AdminTest {
    private static final String SESSION = "/api/admin/session";
    private static final String OVERVIEW = "/api/admin/overview";
    private static final String UNKNOWN = "/api/admin/broadcasts/0123456789abcdef0123456789abcdef";

    @TempDir private static Path folder;
    private static TestServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        Path operators = folder.resolve("operators");
        Files.writeString(operators, "ada:" + PasswordHash.of("correct horse") + "\n");
        server = TestServer.start("RILLCAST_ADMIN_USERS", operators.toString());
        http = new Http(server);
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    /** Signs in as a page of the server's does. */
    private static HttpResponse<String> signIn(String body, String... more) throws Exception {
        String[] headers = {"Content-Type", "application/json"};
        String[] all = new String[2 + more.length];
        System.arraycopy(headers, 0, all, 0, 2);
        System.arraycopy(more, 0, all, 2, more.length);
        return http.send("POST", SESSION, body, all);
    }

    private static String account(String name, String password) {
        return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
    }

    private static String cookie() throws Exception {
        HttpResponse<String> response = signIn(account("ada", "correct horse"));
        assertEquals(204, response.statusCode(), response.body());
        return header(response, "Set-Cookie").split(";", 2)[0];
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("no-store", header(response, "Cache-Control"));
        assertFalse(response.body().contains("my-secret-show"), response.body());
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void theSessionIsACookieThatScriptsCantReadAndOtherSitesCantSend() throws Exception {
        String cookie = header(signIn(account("ada", "correct horse")), "Set-Cookie");
        assertTrue(
                cookie.matches(
                        "rillcast-admin=[A-Za-z0-9_-]{43}; Path=/api/admin; .*Max-Age=43200.*"),
                cookie);
        assertTrue(cookie.contains("; HttpOnly"), cookie);
        assertTrue(cookie.contains("; SameSite=Strict"), cookie);
        assertFalse(cookie.contains("Secure"), "the server speaks plain HTTP");
    }

    @Test
    void behindAProxyThatSpeaksTlsTheCookieIsSecure() throws Exception {
        String origin = server.http("").replace("http:", "https:");
        String cookie =
                header(signIn(account("ada", "correct horse"), "Origin", origin), "Set-Cookie");
        assertTrue(cookie.contains("; Secure"), cookie);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/admin/overview",
        "GET, /api/admin/session",
        "GET, /api/admin/broadcasts/0123456789abcdef0123456789abcdef",
        "DELETE, /api/admin/broadcasts/0123456789abcdef0123456789abcdef",
        "GET, /api/admin/what-comes-next",
    })
    void withoutASessionThereIsNothingToSeeOrDo(String method, String path) throws Exception {
        for (String cookie : List.of("a=b", "rillcast-admin=", "rillcast-admin=x")) {
            HttpResponse<String> response = http.send(method, path, "", "Cookie", cookie);
            assertEquals(401, response.statusCode());
            assertTrue(response.body().contains("sign in to see the dashboard"), response.body());
        }
    }

    @Test
    void whoSignedInIsToldTheNameUntilSigningOut() throws Exception {
        String cookie = cookie();
        assertEquals("ada", json(http.get(SESSION, "Cookie", cookie)).path("name").asString());
        HttpResponse<String> out = http.send("DELETE", SESSION, "", "Cookie", cookie);
        assertEquals(204, out.statusCode());
        assertTrue(
                header(out, "Set-Cookie").contains("; Expires=Thu, 01 Jan 1970"),
                header(out, "Set-Cookie"));
        assertEquals(401, http.get(SESSION, "Cookie", cookie).statusCode());
    }

    /** On one connection, where Jetty keeps the headers that came before. */
    @Test
    void aTokenIsNotTakenForOneThatDiffersInCaseOnly() throws Exception {
        String cookie = cookie();
        String other = cookie.toLowerCase(Locale.ROOT);
        assertEquals(401, http.get(SESSION, "Cookie", other).statusCode());
        assertEquals(200, http.get(SESSION, "Cookie", cookie).statusCode());
        assertEquals(401, http.get(SESSION, "Cookie", other).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"ada\",\"password\":\"wrong\"} | 401 | the name or the password is wrong",
                "{\"name\":\"eve\",\"password\":\"correct horse\"} | 401 | the name or the password is wrong",
                "{\"name\":\"ada\"} | 400 | password must be a text of at most 1024 characters",
                "{\"name\":7,\"password\":\"hush\"} | 400 | name must be a text of at most 256 characters",
                "[] | 400 | name must be",
                "hush{ | 400 | the body is not JSON",
            })
    void aSignInThatCantBeIsToldWhyAndNothingIsRepeated(String body, int status, String why)
            throws Exception {
        HttpResponse<String> response = signIn(body, "X-Forwarded-For", "198.51.100.1");
        assertEquals(status, response.statusCode());
        assertTrue(response.body().contains(why), response.body());
        assertFalse(response.body().contains("hush"), response.body());
        assertEquals("", header(response, "Set-Cookie"));
    }

    @Test
    void aSignInIsBoundedAndIsJson() throws Exception {
        assertEquals(413, signIn(account("ada", "x".repeat(9_000))).statusCode());
        assertEquals(400, signIn(account("ada", "x".repeat(1_025))).statusCode());
        assertEquals(
                415,
                http.send("POST", SESSION, "{}", "Content-Type", "text/plain").statusCode(),
                "a form of another site could send that");
    }

    @Test
    void whoGuessesHasToWait() throws Exception {
        String[] from = {"X-Forwarded-For", "198.51.100.66"};
        for (int i = 0; i < 5; i++) {
            assertEquals(401, signIn(account("ada", "guess"), from).statusCode());
        }
        HttpResponse<String> response = signIn(account("ada", "guess"), from);
        // The first wait is a second: a slow machine may be over it, and has to wait longer then.
        while (response.statusCode() == 401) {
            response = signIn(account("ada", "guess"), from);
        }
        assertEquals(429, response.statusCode());
        assertTrue(response.body().contains("try again in"), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1"})
    void pagesOfOtherServersChangeNothing(String origin) throws Exception {
        String cookie = cookie();
        for (String path : List.of(SESSION, UNKNOWN)) {
            HttpResponse<String> response =
                    http.send("DELETE", path, "", "Cookie", cookie, "Origin", origin);
            assertEquals(403, response.statusCode(), response.body());
        }
        HttpResponse<String> signIn = signIn(account("ada", "correct horse"), "Origin", origin);
        assertEquals(403, signIn.statusCode());
        HttpResponse<String> read = http.get(OVERVIEW, "Cookie", cookie, "Origin", origin);
        assertEquals("", header(read, "Access-Control-Allow-Origin"));
    }

    @Test
    void aBroadcastIsListedShownAndStopped() throws Exception {
        String cookie = cookie();
        HttpResponse<String> created = http.publish("my-secret-show", Http.offer("obs"));
        String location = header(created, "Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        JsonNode listed = find("running", id, cookie);
        assertEquals("WHIP encoder", listed.path("publisher").asString());
        assertEquals("H264", listed.path("video").path("codec").asString());
        assertEquals("connecting", listed.path("targets").path(0).path("state").asString());
        assertTrue(listed.path("events").isMissingNode(), "only the page of one shows them");

        String path = "/api/admin/broadcasts/" + id;
        JsonNode shown = json(http.get(path, "Cookie", cookie));
        assertEquals("started", shown.path("events").path(0).path("event").asString());
        assertEquals(5_000, shown.path("history").path("interval").asInt());
        assertTrue(shown.path("history").path("in").isArray());

        HttpResponse<String> stopped =
                http.send("DELETE", path, "", "Cookie", cookie, "Origin", server.http(""));
        assertEquals(204, stopped.statusCode(), stopped.body());
        assertEquals(404, http.send("DELETE", path, "", "Cookie", cookie).statusCode());
        assertEquals(
                "stopped by the operator",
                json(http.get("/api/broadcasts/" + id)).path("error").asString());
        assertEquals(
                "stopped by the operator",
                json(http.get(path, "Cookie", cookie)).path("error").asString());
        assertEquals("ended", find("ended", id, cookie).path("state").asString());
    }

    /** The overview is made once a second. */
    private static JsonNode find(String list, String id, String cookie) throws Exception {
        while (true) {
            JsonNode overview = json(http.get(OVERVIEW, "Cookie", cookie));
            for (JsonNode each : overview.path(list)) {
                if (each.path("id").asString().equals(id)) {
                    return each;
                }
            }
            Http.pause();
        }
    }

    @Test
    void theOverviewTellsOfTheServer() throws Exception {
        JsonNode own = json(http.get(OVERVIEW, "Cookie", cookie())).path("server");
        assertTrue(own.path("processors").asInt() >= 1, own.toString());
        assertTrue(own.path("maxTranscoders").asInt() >= 1, own.toString());
        assertTrue(own.path("uptime").asLong() > 0, own.toString());
        assertEquals(0, own.path("users").asInt());
        assertEquals(0, own.path("rooms").asInt());
        assertEquals(5_000, own.path("history").path("interval").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "/api/admin/broadcasts/x", "/api/admin/nothing"})
    void whatIsNotThereIs404(String path) throws Exception {
        HttpResponse<String> response = http.get(path, "Cookie", cookie());
        assertEquals(404, response.statusCode(), response.body());
        assertEquals(Problem.TYPE, header(response, "Content-Type"));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
