package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.auth.Caller;
import dev.rillcast.web.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One socket's client, in the socket's place: says and hears what would go over it. */
final class Client implements Outbox {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final Connection connection;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    String userId = "";
    String userName = "";
    private List<String> peers = List.of();
    private long now;
    private int ids;

    Client(Sessions sessions) {
        this(sessions, new Caller(LOOPBACK, Optional.empty(), false));
    }

    Client(Sessions sessions, Caller caller) {
        connection = sessions.connect(caller, this, now);
    }

    @Override
    public void send(String message) {
        heard.add(message);
    }

    @Override
    public void end(String reason) {
        heard.add("{\"type\":\"end\",\"reason\":\"" + reason + "\"}");
    }

    /** From now on the clock says so. */
    Client at(long seconds) {
        now = TimeUnit.SECONDS.toNanos(seconds);
        return this;
    }

    void lose() {
        connection.close(now);
    }

    /** The answer. */
    JsonNode signIn() throws InterruptedException {
        return signIn("Ann", "");
    }

    /**
     * @param room blank for none
     */
    JsonNode signIn(String name, String room) throws InterruptedException {
        request("signIn", ",'version':1,'userName':'" + name + "','room':'" + room + "'");
        JsonNode answer = expect("ok");
        userName = name;
        userId = answer.path("userId").asString();
        assertTrue(userId.matches("\\d{8}"));
        return answer;
    }

    /**
     * @param signedIn an answer that brought a token
     */
    void resume(JsonNode signedIn, long received) {
        String token = signedIn.path("resume").asString();
        request("resume", ",'version':1,'resume':'" + token + "','received':" + received);
    }

    void start(String output) throws IOException {
        start(Http.offer("obs"), "'output':'" + output + "'");
    }

    void start(String sdp, String targets) {
        String quoted = sdp.replace("\r", "\\r").replace("\n", "\\n");
        request("startBroadcast", ",'sdp':'" + quoted + "','transcodingTargets':{" + targets + "}");
    }

    /**
     * @param fields after a comma, with ' for quotation marks
     */
    void request(String type, String fields) {
        say("{'type':'" + type + "','id':" + ++ids + fields + "}");
    }

    void say(String text) {
        connection.receive(text.replace('\'', '"'), now);
    }

    /** What comes next; lists of members are passed over. */
    JsonNode expect(String type) throws InterruptedException {
        String text = next();
        assertNotNull(text, "no " + type);
        assertFalse(text.contains("secret-key") && type.equals("broadcastEnded"), text);
        JsonNode node = JsonMapper.shared().readTree(text);
        assertEquals(type, node.path("type").asString(), text);
        return node;
    }

    /**
     * What comes next, apart from lists of members, is exactly this.
     *
     * @param json with ' for quotation marks
     */
    void expectExactly(String json) throws InterruptedException {
        String text = next();
        assertNotNull(text, "no " + json);
        JsonMapper mapper = JsonMapper.shared();
        assertEquals(mapper.readTree(json.replace('\'', '"')), mapper.readTree(text));
    }

    /**
     * Nothing more is to be heard but lists of members, and so ends the last one.
     *
     * @param expected {@code NAME:STATE}, in the order in which they entered
     */
    void assertPeers(String... expected) {
        for (String text = heard.poll(); text != null; text = heard.poll()) {
            assertTrue(isPeerList(text), text);
        }
        assertEquals(List.of(expected), peers);
    }

    private @Nullable String next() throws InterruptedException {
        String text = heard.poll(5, TimeUnit.SECONDS);
        while (isPeerList(text)) {
            text = heard.poll(5, TimeUnit.SECONDS);
        }
        return text;
    }

    private boolean isPeerList(@Nullable String text) {
        JsonNode node = JsonMapper.shared().readTree(text == null ? "{}" : text);
        if (!node.path("type").asString("").equals("peerList")) {
            return false;
        }
        peers =
                node.path("peers")
                        .valueStream()
                        .map(p -> p.path("userName").asString() + ":" + p.path("state").asString())
                        .toList();
        return true;
    }

    /** What has been heard by now, in this order. */
    List<JsonNode> drain() {
        List<String> texts = new ArrayList<>();
        heard.drainTo(texts);
        return texts.stream().map(JsonMapper.shared()::readTree).toList();
    }

    /** The answer to the last request. */
    JsonNode expectOk() throws InterruptedException {
        JsonNode answer = expect("ok");
        assertEquals(ids, answer.path("id").asInt());
        return answer;
    }

    /** The same, behind whatever events come before it. */
    void expectOkAtLast() throws InterruptedException {
        String text;
        do {
            text = next();
            assertNotNull(text, "no ok");
        } while (!text.startsWith("{\"type\":\"ok\",\"id\":" + ids));
    }

    void expectError(int code, String said) throws InterruptedException {
        JsonNode node = expect("error");
        assertEquals(ids, node.path("id").asInt());
        assertError(code, said, node);
    }

    JsonNode expectEnded(int code, String said) throws InterruptedException {
        JsonNode message = expect("broadcastEnded");
        assertError(code, said, message);
        return message;
    }

    void expectEnd(String reason) throws InterruptedException {
        assertEquals(reason, expect("end").path("reason").asString());
    }

    static void assertError(int code, String said, JsonNode message) {
        JsonNode error = message.path("error");
        assertEquals(code, error.path("code").asInt(), error.toString());
        assertTrue(error.path("message").asString().contains(said), error.toString());
    }

    void assertSilent() {
        assertEquals(List.of(), List.copyOf(heard));
    }
}
