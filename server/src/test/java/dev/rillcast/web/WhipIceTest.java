package dev.rillcast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.TestServer;
import dev.rillcast.peer.Client;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** WHIP's PATCH by the letter of RFC 9725 4.3, with a scripted publisher that roams. */
@Timeout(60)
class WhipIceTest {
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    /** Parameter sets and a key picture in one STAP-A (RFC 6184 5.7.1); a picture after it. */
    private static final String KEY =
            "780005" + "6742e01faa" + "0004" + "68ce3c80" + "0003" + "658884";

    private static final String INTER = "419a0102";

    private static final String CREDENTIALS =
            "a=ice-ufrag:again\r\na=ice-pwd:" + "p".repeat(22) + "\r\n";

    /** As browsers make them, one with a name that only its own network knows (mDNS). */
    private static final String CANDIDATES =
            """
            a=ice-ufrag:user\r
            a=ice-pwd:passwordpasswordpassword\r
            m=video 9 UDP/TLS/RTP/SAVPF 96\r
            a=mid:v\r
            a=candidate:1 1 udp 2113937151 0d2fa1a8-7b8e-4b7a-8d07-5d6a4a5a4e9d.local 54400 typ host\r
            a=candidate:2 1 udp 1677729535 198.51.100.7 50020 typ srflx raddr 0.0.0.0 rport 0\r
            a=end-of-candidates\r
            """;

    private static TestServer server;
    private static Http http;

    private HttpResponse<String> created;

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

    @BeforeEach
    void publish(TestInfo test) throws Exception {
        String stream = test.getDisplayName().replaceAll("\\W", "");
        created = http.publish(stream.length() > 100 ? stream.substring(0, 100) : stream, OFFER);
        assertEquals(201, created.statusCode(), created.body());
    }

    private static final String OFFER = Client.OFFER.replace("\n", "\r\n");

    @Test
    void aSessionIsToldByItsTag() {
        assertTrue(tag(created).matches("\"[\\w+/]{8}\""), tag(created));
        assertTrue(created.body().contains("a=ice-ufrag:" + tag(created).replace("\"", "")));
        assertEquals(FRAGMENT, header(created, "Accept-Patch"));
        assertTrue(header(created, "Access-Control-Expose-Headers").contains("ETag, Link"));
        assertTrue(created.headers().allValues("Link").isEmpty());
    }

    @Test
    void candidatesAreTakenAndChangeNothing() throws Exception {
        String[] headers = {"If-Match", tag(created), "Content-Type", FRAGMENT};
        HttpResponse<String> taken = patch(CANDIDATES, headers);
        assertEquals(204, taken.statusCode(), taken.body());
        assertEquals("", taken.body());
        String more = CANDIDATES.replaceAll("a=ice.*\r\n", "");
        assertEquals(204, patch(more, headers).statusCode());
        assertEquals(204, patch("a=end-of-candidates", headers).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"*\""})
    void newCredentialsRestartTheICE(String any) throws Exception {
        HttpResponse<String> restarted = restart(any);
        assertEquals(200, restarted.statusCode(), restarted.body());
        assertEquals(FRAGMENT, header(restarted, "Content-Type"));
        assertNotEquals(tag(created), tag(restarted));
        assertTrue(restarted.body().startsWith("a=ice-lite\r\na=ice-ufrag:"), restarted.body());
        assertTrue(restarted.body().contains("a=ice-ufrag:" + tag(restarted).replace("\"", "")));
        assertTrue(restarted.body().contains("\r\na=ice-pwd:"));
        assertFalse(restarted.body().contains("candidate"), "of no section that is known");
        String[] late = {"If-Match", tag(created), "Content-Type", FRAGMENT};
        assertProblem(412, "If-Match", patch(CANDIDATES, late));
    }

    @Test
    void aPublisherThatRoamsGoesOnWithTheSameConnectionAndStream() throws Exception {
        try (Client client = new Client(server.config().media().port(), created.body())) {
            client.connect();
            client.video(1, 90_000, KEY);
            awaitFrames(1);
            client.restart("again", restart("*").body());
            client.roam();
            client.checkUntilAnswered();
            client.video(2, 93_000, INTER);
            JsonNode report = awaitFrames(2);
            List<String> events = new ArrayList<>();
            report.path("events").forEach(event -> events.add(event.path("event").asString()));
            assertEquals(List.of("started", "connected", "firstFrame", "publisherMoved"), events);
            assertEquals(0, report.at("/targets/0/retries").intValue());
        }
    }

    @Test
    void whichSessionIsMeantMustBeSaid() throws Exception {
        assertProblem(428, "If-Match", patch(CANDIDATES, "Content-Type", FRAGMENT));
        String[] headers = {"If-Match", "W/" + tag(created), "Content-Type", FRAGMENT};
        assertProblem(412, "If-Match", patch(CANDIDATES, headers));
        headers[1] = "\"other\", " + tag(created);
        assertEquals(204, patch(CANDIDATES, headers).statusCode());
    }

    @Test
    void onlyFragmentsAreTaken() throws Exception {
        assertProblem(415, FRAGMENT, patch(CANDIDATES, "If-Match", "*"));
        String[] headers = {"If-Match", "*", "Content-Type", "application/sdp"};
        assertProblem(415, FRAGMENT, patch(CANDIDATES, headers));
    }

    @ParameterizedTest
    @CsvSource({
        "'', line 1",
        "hello, line 1",
        "a=ice-ufrag:abcd, come together",
        "a=ice-ufrag:ab|a=ice-pwd:pppppppppppppppppppppp, ice-ufrag has 2",
        "a=ice-ufrag:abcd|a=ice-pwd:short, ice-pwd has 5",
        "a=ice-ufrag:abcd|a=ice-ufrag:efgh, one a=ice-ufrag",
    })
    void whatIsNoFragmentIs400AndRestartsNothing(String body, String said) throws Exception {
        String[] headers = {"If-Match", tag(created), "Content-Type", FRAGMENT};
        assertProblem(400, said, patch(body.replace("|", "\r\n"), headers));
        assertEquals(204, patch(CANDIDATES, headers).statusCode());
    }

    @Test
    void aFragmentOverItsBoundIs413() throws Exception {
        String[] headers = {"If-Match", "*", "Content-Type", FRAGMENT};
        assertProblem(413, "16384", patch("a=x\r\n".repeat(4_000), headers));
    }

    @Test
    void aSessionThatIsOverIs404() throws Exception {
        assertEquals(200, http.send("DELETE", location(), "").statusCode());
        assertProblem(404, "no such session", restart("*"));
    }

    @Test
    void encodersAreToldOfTheICEServers() throws Exception {
        try (TestServer told =
                        TestServer.start(
                                "RILLCAST_ICE_SERVERS",
                                "stun:stun.example:3478,turn:turn.example?transport=tcp",
                                "RILLCAST_ICE_SECRET",
                                "hush");
                Http client = new Http(told)) {
            List<String> links = client.publish("x", OFFER).headers().allValues("Link");
            assertEquals("<stun:stun.example:3478>; rel=\"ice-server\"", links.getFirst());
            assertTrue(
                    links.getLast()
                            .matches(
                                    "<turn:turn\\.example\\?transport=tcp>; rel=\"ice-server\";"
                                            + " username=\"\\d+:whip\"; credential=\"[^\"]+\";"
                                            + " credential-type=\"password\""),
                    links.getLast());
        }
    }

    private HttpResponse<String> restart(String match) throws Exception {
        return patch(CREDENTIALS, "If-Match", match, "Content-Type", FRAGMENT);
    }

    private HttpResponse<String> patch(String body, String... headers) throws Exception {
        return http.send("PATCH", location(), body, headers);
    }

    private String location() {
        return header(created, "Location");
    }

    /** The report, as soon as so many frames have come. */
    private JsonNode awaitFrames(int frames) throws Exception {
        String id = location().replaceAll(".*/", "");
        while (true) {
            String report = http.get("/api/broadcasts/" + id).body();
            JsonNode node = JsonMapper.shared().readTree(report);
            if (node.at("/video/frames").asInt(0) >= frames) {
                return node;
            }
        }
    }

    private static void assertProblem(int status, String said, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertTrue(response.body().contains(said), response.body());
    }

    private static String tag(HttpResponse<String> response) {
        return header(response, "ETag");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
