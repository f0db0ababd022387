package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A user who is signed in, and asks for something now and then. */
final class SignalUser implements SignalSocket.Reader {
    private static final String SIGN_IN =
            "{\"type\":\"signIn\",\"id\":1,\"version\":1,\"userName\":\"Ann\",\"room\":\"den\"}";

    /** Carried out up to the question whether there is a broadcast; there is none. */
    private static final String ASK =
            "{\"type\":\"sendMetaData\",\"id\":2,\"handlerName\":\"onCuePoint\","
                    + "\"values\":{\"name\":\"goal\",\"time\":12.5,\"teams\":[\"A\",\"B\"]}}";

    private final Times answers;
    private final Faults faults;
    private final CompletableFuture<SignalUser> signedIn = new CompletableFuture<>();
    private @Nullable SignalSocket socket;
    private volatile long due;

    private SignalUser(Times answers, Faults faults) {
        this.answers = answers;
        this.faults = faults;
    }

    /** Opens a socket and signs in. */
    static CompletableFuture<SignalUser> signIn(
            HttpClient client, URI server, Times answers, Faults faults) {
        SignalUser user = new SignalUser(answers, faults);
        return SignalSocket.open(client, server, user)
                .thenCompose(
                        socket -> {
                            user.socket = socket;
                            socket.send(SIGN_IN);
                            return user.signedIn;
                        });
    }

    /**
     * Sends one request.
     *
     * @param time when it was due; the answer's time counts from there
     */
    void ask(long time) {
        SignalSocket open = socket;
        if (due != 0 || open == null) {
            faults.add("requests came before the last one was answered");
            return;
        }
        due = time;
        open.send(ASK);
    }

    @Override
    public void read(String message, long now) {
        if (!signedIn.isDone() && message.startsWith("{\"type\":\"ok\",\"id\":1,")) {
            signedIn.complete(this);
        } else if (due != 0 && message.contains("\"code\":1006,")) {
            answers.took(now - due);
            due = 0;
        } else {
            faults.add("messages were not what was asked for");
        }
    }

    @Override
    public void lost(Throwable why) {
        if (!signedIn.completeExceptionally(why)) {
            faults.add("sockets were lost");
        }
    }

    void leave() {
        SignalSocket open = socket;
        if (open != null) {
            open.leave();
        }
    }
}
