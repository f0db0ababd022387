package dev.rillcast.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.auth.Grant;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.rtmp.Login;
import dev.rillcast.rtmp.RtmpUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What somebody who was let in may do, and for how long. */
@Timeout(20)
class GrantTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // granted output, granted name, asked output, asked name, URL
                "-, -, rtmp://a/live/x, -, rtmp://a/live x",
                "-, -, rtmp://a/live, x, rtmp://a/live x",
                "-, x, rtmp://a/live, -, rtmp://a/live x",
                "-, x, rtmp://a/live/x, -, rtmp://a/live x",
                "-, x, rtmp://a/live, x, rtmp://a/live x",
                "rtmp://a/live, -, -, x, rtmp://a/live x",
                "rtmp://a/live, -, rtmp://a/live, x, rtmp://a/live x",
                "rtmp://a/live, -, rtmp://A:1935/live/x, -, rtmp://a/live x",
                "rtmp://a/live, x, -, -, rtmp://a/live x",
                "rtmp://a/live/, x, -, -, rtmp://a/live x",
                "rtmp://a/live, x, rtmp://a/live, -, rtmp://a/live x",
                "rtmp://a/live, x, rtmp://a/live/x, -, rtmp://a/live x",
                "rtmp://a/x, x, rtmp://a/x/x, -, rtmp://a/x x",
                "rtmp://a/live, -, rtmp://ann:b@a/live, x, rtmp://a/live x",
                "rtmps://a/live, -, rtmps://a:443/live, x, rtmps://a/live x",
                "rtmps://[::1]/live, -, rtmps://[::1]/live, x, rtmps://[::1]/live x",
            })
    void whatIsGrantedTakesThePlaceOfWhatIsNotAsked(
            @Nullable String output,
            @Nullable String name,
            @Nullable String askedOutput,
            @Nullable String askedName,
            String expected)
            throws SignalException {
        RtmpUrl url = url(output, name, askedOutput, askedName);
        assertEquals(expected, url.tcUrl() + " " + url.streamKey());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, x, rtmp://a/live, y, 102001 transcodingTargets.streamname is not",
                "-, x, rtmp://a/live, X, 102001 transcodingTargets.streamname is not",
                "-, x, rtmp://a/live, x?y=z, 102001 transcodingTargets.streamname is not",
                "rtmp://a/live, -, rtmp://b/live, x, 102001 transcodingTargets.output is not",
                "rtmp://a/live, -, rtmp://a:1936/live, x, 102001 transcodingTargets.output is not",
                "rtmp://a/live, -, rtmp://a/live/more, x, 102001 transcodingTargets.output is not",
                "rtmp://a/live, -, rtmp://a/live?q, x, 102001 transcodingTargets.output is not",
                "rtmps://a/live, -, rtmp://a/live, x, 102001 transcodingTargets.output is not",
                "rtmp://a/live, -, rtmps://a/live, x, 102001 transcodingTargets.output is not",
                "rtmps://a/live, -, rtmp://a:443/live, x, 102001 transcodingTargets.output is not",
                "rtmp://a/live, x, rtmp://a/live/y, -, 102001 transcodingTargets.output is not",
                "rtmp://a/live, -, -, -, 107001 transcodingTargets.streamname must be given",
                "-, x, -, -, 107001 transcodingTargets.output must be given",
                "-, -, -, x, 107001 transcodingTargets.output must be given",
                "-, -, http://a/live, x, 107001 transcodingTargets.output: the output must begin",
            })
    void whatIsNotGrantedIsRefusedWithoutSayingWhatIs(
            @Nullable String output,
            @Nullable String name,
            @Nullable String askedOutput,
            @Nullable String askedName,
            String expected) {
        try {
            url(output, name, askedOutput, askedName);
            throw new AssertionError("not refused");
        } catch (SignalException e) {
            String told = e.code().number() + " " + e.getMessage();
            assertEquals(expected, told.substring(0, Math.min(expected.length(), told.length())));
        }
    }

    @Test
    void theGrantedLoginIsUsedUnlessAnotherIsGiven() throws SignalException {
        String granted = "rtmp://operator:secret@a/live";
        assertEquals("operator", url(granted, null, null, "x").login().map(Login::user).orElse(""));
        assertEquals(
                "operator",
                url(granted, null, "rtmp://a/live", "x").login().map(Login::user).orElse(""));
        assertEquals(
                "ann",
                url(granted, null, "rtmp://ann:b@a/live", "x").login().map(Login::user).orElse(""));
    }

    private static RtmpUrl url(
            @Nullable String output,
            @Nullable String name,
            @Nullable String askedOutput,
            @Nullable String askedName)
            throws SignalException {
        Grant grant =
                new Grant(
                        Optional.empty(),
                        Optional.ofNullable(name),
                        Optional.ofNullable(output),
                        Optional.empty());
        return GrantedOutput.url(
                grant,
                new TranscodingTarget(
                        "transcodingTargets",
                        Optional.ofNullable(askedOutput),
                        Optional.ofNullable(askedName),
                        TargetOptions.NONE));
    }

    @Test
    void theRoomIsTheGrantedOne() throws Exception {
        Grant den = new Grant(Optional.of("den"), Optional.empty(), Optional.empty(), forever());
        try (Backend backend = new Backend(den)) {
            Client client = new Client(backend.sessions);
            client.request("signIn", ",'version':1,'userName':'Ann','room':'attic'");
            client.expectError(102001, "room: you may enter only den");
            client.request("signIn", ",'version':1,'userName':'Ann','room':'den'");
            client.expectOk();
            new Client(backend.sessions).signIn();
        }
    }

    @Test
    void whenItsTimeIsOverASessionEndsWithItsBroadcastAndSaysSo() throws Exception {
        try (Backend backend = new Backend(lasting(Duration.ofMinutes(1)))) {
            Client client = new Client(backend.sessions);
            JsonNode signedIn = client.signIn();
            client.start(backend.output() + "/show");
            client.expectOk();
            client.expect("broadcastStatus");
            backend.awaitLive("show");
            backend.sessions.sweep(TimeUnit.SECONDS.toNanos(60) - 1);
            client.assertSilent();
            backend.sessions.sweep(TimeUnit.SECONDS.toNanos(60));
            Client.assertError(102001, "is over; sign in again", client.expect("sessionEnded"));
            backend.awaitNoneLive();
            client.assertSilent();
            client.resume(signedIn, 1);
            client.expectError(107002, "no such session");
            client.request("stopBroadcast", "");
            client.expectError(4001, "not signed in");
            client.signIn();
        }
    }

    @Test
    void comingBackDoesNotProlongASession() throws Exception {
        try (Backend backend = new Backend(lasting(Duration.ofMinutes(1)))) {
            Client client = new Client(backend.sessions);
            JsonNode signedIn = client.signIn();
            client.at(50).lose();
            Client back = new Client(backend.sessions).at(59);
            back.resume(signedIn, 1);
            back.expectOk();
            backend.sessions.sweep(TimeUnit.SECONDS.toNanos(60));
            back.expect("sessionEnded");
        }
    }

    @Test
    void aLifetimeBeyondAllClocksIsNone() throws Exception {
        try (Backend backend = new Backend(lasting(Duration.ofSeconds(Long.MAX_VALUE)))) {
            Client client = new Client(backend.sessions);
            client.signIn();
            backend.sessions.sweep(Long.MAX_VALUE - 1);
            client.assertSilent();
        }
    }

    @Test
    void theOthersInTheRoomAreToldOfTheEndOfASession() throws Exception {
        Optional<String> none = Optional.empty();
        Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
        try (Backend backend = new Backend(new Grant(Optional.of("den"), none, none, minute))) {
            Client ann = new Client(backend.sessions);
            Client bob = new Client(backend.sessions).at(30);
            for (Client client : List.of(ann, bob)) {
                client.signIn("Ann", "");
                client.request("enterRoom", "");
                assertEquals("den", client.expectOk().path("room").asString());
            }
            bob.assertPeers("Ann:available");
            backend.sessions.sweep(TimeUnit.SECONDS.toNanos(60));
            assertEquals(ann.userId, bob.expect("peerGone").path("remoteUserId").asString());
            bob.assertPeers();
        }
    }

    private static Grant lasting(Duration lifetime) {
        return new Grant(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(lifetime));
    }

    private static Optional<Duration> forever() {
        return Optional.empty();
    }
}
