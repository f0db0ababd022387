package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WHIP by the letter of RFC 9725, against the whole server with its embedded ingest. */
@Timeout(60)
class WhipTest {
    private static final String SDP = "application/sdp";

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
    void aSessionIsCreatedAndDeletedOnce() throws Exception {
        HttpResponse<String> created = http.publish("show", Http.offer("obs"));
        assertEquals(201, created.statusCode(), created.body());
        assertEquals(SDP, header(created, "Content-Type"));
        assertEquals("*", header(created, "Access-Control-Allow-Origin"));
        assertEquals(
                "Location, Retry-After, ETag, Link",
                header(created, "Access-Control-Expose-Headers"));
        assertTrue(created.body().contains("\r\na=ice-lite\r\n"));
        assertTrue(created.body().contains("\r\na=end-of-candidates\r\n"));
        String location = header(created, "Location");
        assertTrue(location.matches("/whip/show/[0-9a-f]{32}"), location);
        assertEquals(200, http.send("DELETE", location, "").statusCode());
        assertProblem(404, "no such session", http.send("DELETE", location, ""));
    }

    @Test
    void aNameIsFreeAgainWhenItsSessionIsDeleted() throws Exception {
        HttpResponse<String> first = http.publish("again", Http.offer("obs"));
        assertProblem(502, "the ingest refused", http.publish("again", Http.offer("obs")));
        assertEquals(200, http.send("DELETE", header(first, "Location"), "").statusCode());
        HttpResponse<String> second = http.publish("again", Http.offer("obs"));
        assertEquals(201, second.statusCode(), second.body());
        assertEquals(200, http.send("DELETE", header(second, "Location"), "").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0", "hello", "v=0\r\nm=", "\0\1\2"})
    void whatIsNoSdpIs400(String body) throws Exception {
        assertProblem(400, "", http.publish("x", body));
    }

    @ParameterizedTest
    @CsvSource({
        "(?<=a=ice-ufrag:)\\S+, ab, ice-ufrag",
        "(?<=a=ice-ufrag:)\\S+, a b c d, ice-ufrag",
        "(?<=a=ice-pwd:)\\S+, short, ice-pwd",
        "(?<=a=fingerprint:sha-256 )\\S+, AA:BB, sha-256 has 32 pairs",
        "(?<=a=fingerprint:)sha-256, md5, 'sha-256, sha-384 or sha-512'",
        "(?<=a=fingerprint:)\\S+ \\S+, x, fingerprint",
    })
    void whatIsNoTransportIs400(String part, String instead, String said) throws Exception {
        String offer = Http.offer("obs").replaceAll(part, instead);
        assertProblem(400, said, http.publish("x", offer));
    }

    @Test
    void nothingUsableIs406AndSaysWhatIs() throws Exception {
        String offer = Http.offer("obs");
        assertProblem(
                406,
                "offers H265; taken are H264 (packetization mode 0 or 1), VP8, VP9",
                http.publish("x", offer.replace("H264", "H265")));
        String nothing =
                offer.replaceAll("(?s)m=video.*", "")
                        .replace("BUNDLE 0 1", "BUNDLE 0")
                        .replace("opus", "red");
        assertProblem(406, "audio in opus", http.publish("x", nothing));
    }

    /** Firefox without its plug-in for H.264 offers VP8, VP9 and AV1. */
    @Test
    void videoThatMustBeTranscodedIsTakenAsLongAsATranscoderIsFree() throws Exception {
        String firefox = Http.offer("firefox");
        try (TestServer one = TestServer.start("RILLCAST_TRANSCODE_MAX", "1");
                Http client = new Http(one)) {
            HttpResponse<String> first = client.publish("a", firefox);
            assertEquals(201, first.statusCode(), first.body());
            assertTrue(first.body().contains(" VP8/90000\r\n"), first.body());
            HttpResponse<String> second = client.publish("b", firefox);
            assertProblem(503, "transcode.max", second);
            assertTrue(Integer.parseInt(header(second, "Retry-After")) > 0);
            HttpResponse<String> passing = client.publish("c", Http.offer("chromium"));
            assertEquals(201, passing.statusCode(), passing.body());
            assertTrue(passing.body().contains(" H264/90000\r\n"), passing.body());
            String location = header(first, "Location");
            assertEquals(200, client.send("DELETE", location, "").statusCode());
            HttpResponse<String> again = client.publish("b", firefox);
            assertEquals(201, again.statusCode(), again.body());
        }
    }

    @Test
    void whoFindsNoRoomIs503AndToldWhenToComeAgain() throws Exception {
        try (TestServer one = TestServer.start("RILLCAST_LIMITS_STREAMS", "1");
                Http client = new Http(one)) {
            HttpResponse<String> first = client.publish("a", Http.offer("obs"));
            assertEquals(201, first.statusCode(), first.body());
            HttpResponse<String> second = client.publish("b", Http.offer("obs"));
            assertProblem(503, "no room for another broadcast: 1 run", second);
            assertEquals("10", header(second, "Retry-After"));
            String figures = client.get("/p/webrtcws").body();
            assertTrue(figures.contains("\"active_broadcasts\":1,\"max_broadcasts\":1,"), figures);
            assertEquals(200, client.send("DELETE", header(first, "Location"), "").statusCode());
            assertEquals(201, client.publish("b", Http.offer("obs")).statusCode());
        }
    }

    @Test
    void withoutTranscodersOnlyH264IsTaken() throws Exception {
        try (TestServer none = TestServer.start("RILLCAST_TRANSCODE_MAX", "0");
                Http client = new Http(none)) {
            assertProblem(406, "only H264", client.publish("a", Http.offer("firefox")));
            HttpResponse<String> h264 = client.publish("a", Http.offer("chromium"));
            assertEquals(201, h264.statusCode(), h264.body());
        }
    }

    /** The embedded ingest takes every codec. */
    @Test
    void withPassthroughWhatTheIngestTakesNeedsNoTranscoder() throws Exception {
        try (TestServer passing =
                        TestServer.start(
                                "RILLCAST_TRANSCODE_MAX",
                                "0",
                                "RILLCAST_WHIP_PASSTHROUGH",
                                "true");
                Http client = new Http(passing)) {
            HttpResponse<String> vp8 = client.publish("a", Http.offer("firefox"));
            assertEquals(201, vp8.statusCode(), vp8.body());
            assertTrue(vp8.body().contains(" VP8/90000\r\n"), vp8.body());
        }
    }

    @Test
    void anOfferOverItsBoundIs413WhateverItSaysOfItsLength() throws Exception {
        byte[] large = new byte[70_000];
        assertProblem(
                413,
                "",
                http.send(
                        "POST",
                        "/whip/x",
                        new String(large, java.nio.charset.StandardCharsets.US_ASCII),
                        "Content-Type",
                        SDP));
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertProblem(413, "65536", http.send("POST", "/whip/x", chunked, "Content-Type", SDP));
    }

    @Test
    void onlySdpIsTaken() throws Exception {
        assertProblem(415, SDP, http.send("POST", "/whip/x", "v=0", "Content-Type", "text/plain"));
        assertProblem(415, SDP, http.send("POST", "/whip/x", "v=0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%2Fb", "%00", "a%7Bstream%7D"})
    void aNameThatCouldBreakTheOutputIs400(String name) throws Exception {
        assertProblem(400, "", http.publish(name, Http.offer("obs")));
    }

    @ParameterizedTest
    @CsvSource({"GET, /whip/x", "PUT, /whip/x", "PATCH, /whip/x", "GET, /whip/x/1"})
    void otherMethodsAre405(String method, String path) throws Exception {
        assertProblem(405, "", http.send(method, path, ""));
    }

    @Test
    void aBrowserMayAskFirst() throws Exception {
        HttpResponse<String> response =
                http.send("OPTIONS", "/whip/x", "", "Origin", "https://a.example");
        assertEquals(204, response.statusCode());
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertEquals(
                "POST, PATCH, DELETE, OPTIONS", header(response, "Access-Control-Allow-Methods"));
        assertEquals(
                "Authorization, Content-Type, If-Match",
                header(response, "Access-Control-Allow-Headers"));
        assertEquals(SDP, header(response, "Accept-Post"));
        assertEquals("application/trickle-ice-sdpfrag", header(response, "Accept-Patch"));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "X-Forwarded-For, 203.0.113.9",
        "Forwarded, for=203.0.113.9",
        "X-Real-IP, 203.0.113.9",
    })
    void withoutATokenOnlyThisMachineMayPublish(String name, String value) throws Exception {
        HttpResponse<String> response =
                http.send("POST", "/whip/x", Http.offer("obs"), "Content-Type", SDP, name, value);
        assertProblem(403, "whip.token", response);
    }

    @Test
    void withATokenEverybodyNeedsIt() throws Exception {
        try (TestServer guarded = TestServer.start("RILLCAST_WHIP_TOKEN", "s3cret");
                Http client = new Http(guarded)) {
            for (String wrong :
                    new String[] {"Bearer wrong", "Bearer ", "Basic s3cret", "s3cret"}) {
                HttpResponse<String> refused =
                        client.send("POST", "/whip/x", "", "Authorization", wrong);
                assertProblem(401, "token", refused);
                assertEquals("Bearer", header(refused, "WWW-Authenticate"));
                assertEquals("*", header(refused, "Access-Control-Allow-Origin"));
            }
            assertProblem(401, "token", client.send("DELETE", "/whip/x/1", ""));
            String[] right = {
                "Authorization", "bearer s3cret", "Content-Type", SDP, "Origin", "https://a.example"
            };
            HttpResponse<String> created = client.send("POST", "/whip/x", Http.offer("obs"), right);
            assertEquals(201, created.statusCode(), created.body());
            assertEquals(
                    200,
                    client.send("DELETE", header(created, "Location"), "", right).statusCode());
        }
    }

    @Test
    void aDeadOutputIs502WithoutItsKey() throws Exception {
        String output =
                "rtmp://127.0.0.1:" + Program.freePort() + "/live/secret-{stream}?auth=hush";
        try (TestServer cut = TestServer.start("RILLCAST_WHIP_OUTPUT", output);
                Http client = new Http(cut)) {
            HttpResponse<String> response = client.publish("show", Http.offer("obs"));
            assertProblem(502, "the ingest can't be reached", response);
            assertFalse(response.body().contains("secret"), response.body());
            assertFalse(response.body().contains("hush"), response.body());
        }
    }

    private static void assertProblem(int status, String said, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertTrue(response.body().contains("\"status\":" + status), response.body());
        assertTrue(response.body().contains("\"detail\":\""), response.body());
        assertTrue(response.body().contains(said), response.body());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
