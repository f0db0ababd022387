package dev.rillcast.bench;

import dev.rillcast.bench.rtc.RtcPublisher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Who broadcasts: by the SDK's protocol or by WHIP. Closing it is leaving without a word. */
sealed interface SoakUser extends RtcPublisher.Signalling, AutoCloseable {
    /** Ends the broadcast in order. */
    void stop() throws IOException, InterruptedException;

    @Override
    void close();

    /**
     * A user of the SDK.
     *
     * @param output where the broadcast goes
     */
    record OfSdk(BroadcastingUser user, String output) implements SoakUser {
        static OfSdk signIn(HttpClient client, ServerProcess server, String output)
                throws IOException, InterruptedException {
            URI address = URI.create("ws://127.0.0.1:" + server.port() + "/p/webrtcws");
            return new OfSdk(BroadcastingUser.signIn(client, address), output);
        }

        @Override
        public String answer(String offer) throws IOException, InterruptedException {
            return user.start(offer, Map.of("output", output));
        }

        @Override
        public void stop() throws IOException, InterruptedException {
            var _ = user.stop();
        }

        @Override
        public void close() {
            user.close();
        }
    }

    /** An encoder; where its stream goes is the server's to say. */
    final class OfWhip implements SoakUser {
        private static final Duration LIMIT = Duration.ofSeconds(20);

        private final HttpClient client;
        private final URI address;
        private URI resource;

        OfWhip(HttpClient client, ServerProcess server, String stream) {
            this.client = client;
            this.address = URI.create("http://127.0.0.1:" + server.port() + "/whip/" + stream);
            this.resource = address;
        }

        @Override
        public String answer(String offer) throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    ask(
                            HttpRequest.newBuilder(address)
                                    .header("Content-Type", "application/sdp")
                                    .POST(BodyPublishers.ofString(offer)));
            resource = address.resolve(answer.headers().firstValue("Location").orElse(""));
            return answer.body();
        }

        @Override
        public void stop() throws IOException, InterruptedException {
            HttpResponse<String> _ = ask(HttpRequest.newBuilder(resource).DELETE());
        }

        private HttpResponse<String> ask(HttpRequest.Builder request)
                throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
            return answer;
        }

        @Override
        public void close() {}
    }
}
