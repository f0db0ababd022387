package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user in a room, in one call at a time. */
final class CallUser implements SignalSocket.Reader {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\",\"room\":\"";
    private static final String ENTER = "{\"type\":\"enterRoom\",\"id\":2}";
    private static final String SIGN_OUT = "{\"type\":\"signOut\",\"id\":3}";

    private final CallTally tally;
    private final CompletableFuture<CallUser> entered = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicLong ids = new AtomicLong(10);
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable SignalSocket socket;
    private volatile String userId = "";
    private volatile boolean seesAllFree;
    private volatile @Nullable Call call;

    private CallUser(CallTally tally) {
        this.tally = tally;
    }

    /** Opens a socket, signs in and enters the room. */
    static CompletableFuture<CallUser> enter(
            HttpClient client, URI server, String room, CallTally tally) {
        CallUser user = new CallUser(tally);
        return SignalSocket.open(client, server, user)
                .thenCompose(
                        socket -> {
                            user.socket = socket;
                            socket.send(SIGN_IN + room + "\"}");
                            return user.entered;
                        });
    }

    String userId() {
        return userId;
    }

    /** Whether something that was asked is not answered. */
    boolean waits() {
        return open.get() != 0;
    }

    /** Whether the others are all there and in no call, as far as this user knows. */
    boolean seesAllFree() {
        return seesAllFree;
    }

    /** What comes of calls from now on is this one's. */
    void take(Call next) {
        call = next;
    }

    /**
     * Sends a request about another user.
     *
     * @param fields more of it, each with a comma before
     */
    void ask(String type, CallUser other, String fields) {
        open.incrementAndGet();
        send(
                "{\"type\":\"%s\",\"id\":%d,\"remoteUserId\":\"%s\"%s}"
                        .formatted(type, ids.incrementAndGet(), other.userId, fields));
    }

    private void send(String message) {
        SignalSocket to = socket;
        if (to != null) {
            to.send(message);
        }
    }

    @Override
    public void read(String text, long now) {
        JsonNode message = JsonMapper.shared().readTree(text);
        String type = message.path("type").asString("");
        tally.message(type.equals("peerList"));
        Call current = call;
        if (type.equals("ok")) {
            answered(message);
        } else if (type.equals("peerList")) {
            seesAllFree = allFree(message.path("peers"));
        } else if (type.equals("error")) {
            refused(message.path("error").path("name").asString(""));
        } else if (current != null) {
            current.told(this, type, message, now);
        } // or others leave the room at the end: peerGone
    }

    private void answered(JsonNode answer) {
        switch (answer.path("id").asInt(0)) {
            case 1 -> {
                userId = answer.path("userId").asString("");
                send(ENTER);
            }
            case 2 -> entered.complete(this);
            case 3 -> gone.complete(null);
            default -> open.decrementAndGet();
        }
    }

    private void refused(String name) {
        open.decrementAndGet();
        if (!entered.completeExceptionally(new IllegalStateException(name))) {
            tally.faults().add("requests were refused: " + name);
        }
    }

    private static boolean allFree(JsonNode peers) {
        return peers.size() == CallingRooms.MEMBERS - 1
                && peers.valueStream()
                        .allMatch(p -> p.path("state").asString("").equals("available"));
    }

    @Override
    public void lost(Throwable why) {
        if (!entered.completeExceptionally(why)) {
            tally.faults().add("sockets were lost");
        }
    }

    /** Signs out, so that its place in the room is free, and closes the socket. */
    CompletableFuture<?> leave() {
        call = null;
        send(SIGN_OUT);
        return gone.orTimeout(10, TimeUnit.SECONDS)
                .handle(
                        (_, _) -> {
                            SignalSocket left = socket;
                            if (left != null) {
                                left.leave();
                            }
                            return left;
                        });
    }
}
