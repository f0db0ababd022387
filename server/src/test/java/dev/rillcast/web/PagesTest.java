package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served to browsers; the pages and the SDK must have been built. */
class PagesTest {
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

    @ParameterizedTest
    @CsvSource({
        "GET, /, text/html",
        "HEAD, /, text/html",
        "GET, /watch/show, text/html",
        "GET, /room, text/html",
        "GET, /room/show, text/html",
        "GET, /room/%3Cimg%20src=x%20onerror=alert(1)%3E, text/html",
        "GET, /room/..%2Fx, text/html",
        "GET, /room/K%C3%BCche%20%F0%9F%8D%B2, text/html",
        "HEAD, /room/show, text/html",
        "GET, /docs/, text/html",
        "HEAD, /watch/show, text/html",
        "GET, /sdk/rillcast.js, text/javascript",
    })
    void pagesAndScriptsSayWhatTheyAre(String method, String path, String type) throws Exception {
        HttpResponse<String> response = http.send(method, path, "");
        assertEquals(200, response.statusCode());
        assertEquals(type + ";charset=utf-8", contentType(response));
        assertEquals(method.equals("HEAD"), response.body().isEmpty());
    }

    private static String contentType(HttpResponse<String> response) {
        return header(response, "Content-Type").toLowerCase(java.util.Locale.ROOT).replace(" ", "");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/watch/show", "/room/show", "/sdk/rillcast.js", "/docs/", "/nowhere"})
    void pagesTakeNothingFromElsewhere(String path) throws Exception {
        HttpResponse<String> response = http.get(path);
        assertTrue(header(response, "Content-Security-Policy").startsWith("default-src 'self';"));
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
        assertEquals("no-referrer", header(response, "Referrer-Policy"));
        assertEquals("", header(response, "Server"));
    }

    @Test
    void ourOwnPagesMayUseTheCameraAndStandInNoFrame() throws Exception {
        HttpResponse<String> response = http.get("/");
        assertEquals(
                "camera=(self), microphone=(self), display-capture=(self)",
                header(response, "Permissions-Policy"));
        String policy = header(response, "Content-Security-Policy");
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    }

    @Test
    void pagesOfOtherServersMayLoadTheSdk() throws Exception {
        HttpResponse<String> response = http.get("/sdk/rillcast.js");
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertTrue(response.body().contains("RtcUser"));
    }

    @Test
    void theReferenceIsFoundWithoutItsSlashToo() throws Exception {
        HttpResponse<String> response = http.get("/docs");
        assertEquals(301, response.statusCode());
        assertEquals("/docs/", header(response, "Location"));
    }

    /** The sample and its hash are an example of CSP Level 2. */
    @Test
    void theReferencesOwnWordsOfScriptAreAllowedByTheirHash() throws Exception {
        String page = "<script src=\"a.js\"></script><script>alert('Hello, world.');</script>";
        assertEquals(
                Pages.CONTENT_POLICY
                        + "; style-src 'self' 'unsafe-inline'; script-src 'self' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
                Reference.policy(page));
        String policy = header(http.get("/docs/"), "Content-Security-Policy");
        assertTrue(policy.contains("; script-src 'self'"), policy);
    }

    @Test
    void peopleAreToldByAPageWhatIsNotThere() throws Exception {
        HttpResponse<String> response = http.get("/nowhere", "Accept", "text/html,*/*;q=0.8");
        assertEquals(404, response.statusCode());
        assertEquals("text/html;charset=utf-8", contentType(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/live/nothing.flv", "/live/nothing", "/api/nothing"})
    void programsAreToldByAProblemWhatIsNotThere(String path) throws Exception {
        HttpResponse<String> response = http.get(path);
        assertEquals(404, response.statusCode());
        assertEquals("application/problem+json", contentType(response));
        assertTrue(response.body().contains("\"status\":404"));
    }

    @Test
    void aMethodThatAPathDoesNotKnowIs405() throws Exception {
        HttpResponse<String> response = http.send("PUT", "/api/info", "");
        assertEquals(405, response.statusCode());
        assertEquals("application/problem+json", contentType(response));
    }

    @Test
    void theFactsNameTheEmbeddedIngest() throws Exception {
        HttpResponse<String> response = http.get("/api/info");
        assertEquals("application/json", contentType(response));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertTrue(response.body().contains("\"credentials\":false"), response.body());
        assertTrue(response.body().contains("\"keyframeInterval\":2"), response.body());
        assertTrue(response.body().matches(".*\"transcoders\":[1-9].*"), response.body());
        int port = server.config().ingest().port();
        assertTrue(
                response.body().contains("\"ingest\":\"rtmp://localhost:%d/live\"".formatted(port)),
                response.body());
    }
}
