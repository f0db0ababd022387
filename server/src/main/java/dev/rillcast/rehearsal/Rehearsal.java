package dev.rillcast.rehearsal;

import dev.rillcast.media.Codec;
import dev.rillcast.srtp.SrtpSender;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * What people do with a server, done once: they open its pages, sign in, publish sound and video,
 * and watch that. The JVM notes which classes that takes.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String STREAM = "rehearsal";

    /** Each 40 ms a picture and two packets of sound, for two seconds. */
    private static final int PICTURES = 50;

    private static final int SOUND_OF_PICTURE = 2;
    private static final Duration PICTURE = Duration.ofMillis(40);
    private static final int VIDEO_TICKS = 3_600;
    private static final int SOUND_TICKS = 960;
    private static final int MARKER = 0x80;

    /** RFC 6184 5.7.1: a STAP-A of SPS, PPS and a slice, as of the first picture. */
    private static final byte[] KEY_PICTURE =
            HexFormat.of()
                    .parseHex("780009" + "6742e01fda0280f640" + "0004" + "68ce3c80" + "0003658884");

    private static final byte[] FIRST_FRAGMENT = fragment(0x81);
    private static final byte[] LAST_FRAGMENT = fragment(0x41);
    private static final int LEAST_WATCHED = 50_000;
    private static final int MOST = 1_200 + SrtpSender.RTP_TRAILER;

    /** RFC 6716 3.1: one packet of silence, 20 ms in mono. */
    private static final byte[] SOUND = HexFormat.of().parseHex("f8fffe");

    private final URI http;
    private final int mediaPort;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private int videoSequence;

    /**
     * @param http the server's address, of loopback
     * @param mediaPort its media's
     */
    public Rehearsal(URI http, int mediaPort) {
        this.http = http;
        this.mediaPort = mediaPort;
    }

    /**
     * Takes some three seconds.
     *
     * @throws IOException if the server does anything but its work
     */
    public void run() throws IOException, InterruptedException {
        for (String page : new String[] {"/", "/sdk/rillcast.js", "/api/info"}) {
            ask(HttpRequest.newBuilder(http.resolve(page)), 200);
        }
        signIn();
        publish();
    }

    private HttpResponse<String> ask(HttpRequest.Builder request, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(
                    "%s is answered with %d, not %d"
                            .formatted(answer.uri(), answer.statusCode(), expected));
        }
        return answer;
    }

    private void signIn() throws IOException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        URI address = URI.create("ws://" + http.getAuthority() + "/p/webrtcws");
        try {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(address, new FirstText(answer))
                            .thenCompose(
                                    open ->
                                            open.sendText(
                                                    """
                                                    {"type": "signIn", "id": 1, "version": 1, "userName": "Ann"}""",
                                                    true))
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            String said = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            socket.abort();
            if (!said.contains("\"ok\"")) {
                throw new IOException("signing in is answered with " + said);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("nobody can sign in", e);
        }
    }

    private record FirstText(CompletableFuture<String> text) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.complete(data.toString());
            return CompletableFuture.completedStage(data);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            text.completeExceptionally(error);
        }
    }

    private void publish() throws IOException, InterruptedException {
        HttpRequest.Builder offer =
                HttpRequest.newBuilder(http.resolve("/whip/" + STREAM))
                        .header("Content-Type", "application/sdp")
                        .POST(BodyPublishers.ofString(RtcConnection.offerWithSound(Codec.H264)));
        HttpResponse<String> answer = ask(offer, 201);
        URI broadcast = http.resolve(answer.headers().firstValue("Location").orElseThrow());
        try (RtcConnection connection = new RtcConnection(mediaPort, answer.body(), () -> {})) {
            connection.connect();
            CompletableFuture<Long> watched = new CompletableFuture<>();
            Thread.ofVirtual().name("viewer").start(() -> watched.complete(watch()));
            send(connection);
            ask(HttpRequest.newBuilder(broadcast).DELETE(), 200);
            if (watched.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS) < LEAST_WATCHED) {
                throw new IOException("those who watched saw nothing");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("those who watch are not told of the end", e);
        }
    }

    /** The bytes that came, to the stream's end. */
    private long watch() {
        HttpRequest film = HttpRequest.newBuilder(http.resolve("/live/" + STREAM + ".flv")).build();
        try (InputStream in = client.send(film, BodyHandlers.ofInputStream()).body()) {
            return in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void send(RtcConnection connection) {
        long start = System.nanoTime();
        for (int i = 0; i < PICTURES; i++) {
            sendSound(connection, i);
            sendPicture(connection, i);
            long due = start + (i + 1) * PICTURE.toNanos();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private static void sendSound(RtcConnection connection, int picture) {
        for (int i = 0; i < SOUND_OF_PICTURE; i++) {
            int number = picture * SOUND_OF_PICTURE + i;
            send(connection, RtcConnection.SOUND_TYPE, number, number * SOUND_TICKS, SOUND);
        }
    }

    private void sendPicture(RtcConnection connection, int number) {
        int time = number * VIDEO_TICKS;
        if (number == 0) {
            send(connection, MARKER | RtcConnection.VIDEO_TYPE, videoSequence++, time, KEY_PICTURE);
            return;
        }
        send(connection, RtcConnection.VIDEO_TYPE, videoSequence++, time, FIRST_FRAGMENT);
        send(connection, MARKER | RtcConnection.VIDEO_TYPE, videoSequence++, time, LAST_FRAGMENT);
    }

    /** RFC 3550 5.1; the type serves as the SSRC, too. */
    private static void send(
            RtcConnection connection, int type, int sequence, int time, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(MOST);
        packet.put((byte) 0x80).put((byte) type).putShort((short) sequence).putInt(time);
        packet.putInt(type & ~MARKER).put(payload);
        connection.send(packet.array(), packet.position());
    }

    /** RFC 6184 5.8: half of a slice that is none of a key frame. */
    private static byte[] fragment(int header) {
        byte[] fragment = new byte[1_000];
        Arrays.fill(fragment, (byte) 0x9A); // begins with its first macroblock
        fragment[0] = 0x5C;
        fragment[1] = (byte) header;
        return fragment;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
