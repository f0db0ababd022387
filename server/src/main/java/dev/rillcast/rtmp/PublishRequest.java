package dev.rillcast.rtmp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks an ingest to take a stream: handshake, connect, createStream, publish, in one blocking
 * method.
 */
final class PublishRequest {
    private static final int CONNECT = 1;
    private static final int RELEASE_STREAM = 2;
    private static final int FC_PUBLISH = 3;
    private static final int CREATE_STREAM = 4;
    private static final int PUBLISH = 5;

    private final RtmpConnection connection;
    private final RtmpUrl url;
    private final AuthMod authMod;
    private final Map<String, Object> connectInfo;
    private final Duration patience;

    /**
     * A request that has not been made.
     *
     * @param authMod what the ingest has asked about the user so far
     * @param connectInfo the optional user arguments of {@code connect} (7.2.1.1), may be empty
     * @param patience with each answer
     */
    PublishRequest(
            RtmpConnection connection,
            RtmpUrl url,
            AuthMod authMod,
            Map<String, Object> connectInfo,
            Duration patience) {
        this.connection = connection;
        this.url = url;
        this.authMod = authMod;
        this.connectInfo = connectInfo;
        this.patience = patience;
    }

    /** The message stream on which the ingest takes the stream, and what it said of itself. */
    record Taken(int streamId, Capabilities capabilities) {}

    /**
     * Returns when the ingest has taken the stream.
     *
     * @throws RtmpException when it refuses, does not answer in time, or hangs up
     * @throws AuthMod.Again when it has asked who publishes and another connection may tell it
     */
    Taken run() throws IOException {
        try {
            Capabilities capabilities = Capabilities.of(open());
            connection.setChunkSize();
            // Two calls of Adobe's encoder that older servers want; their answers do not matter.
            connection.send(0, Command.of("releaseStream", RELEASE_STREAM, null, url.streamKey()));
            connection.send(0, Command.of("FCPublish", FC_PUBLISH, null, url.streamKey()));
            connection.send(0, Command.of("createStream", CREATE_STREAM, (Object) null));
            int streamId = streamId(awaitResult(CREATE_STREAM));
            connection.send(
                    streamId, Command.of("publish", PUBLISH, null, url.streamKey(), "live"));
            awaitStart();
            connection.limitReads(Duration.ZERO);
            return new Taken(streamId, capabilities);
        } catch (SocketTimeoutException | EOFException | SocketException error) {
            throw silent(error);
        }
    }

    /**
     * Connects to the application and nothing more; {@link #run} does so by itself.
     *
     * @return the ingest's answer
     * @throws RtmpException as of {@link #run}
     */
    Command connectOnly() throws IOException {
        try {
            return open();
        } catch (SocketTimeoutException | EOFException | SocketException error) {
            throw silent(error);
        }
    }

    private RtmpException silent(IOException error) {
        return error instanceof SocketTimeoutException
                ? new RtmpException(
                        "the ingest did not answer within %d ms".formatted(patience.toMillis()),
                        "",
                        "")
                : hungUp();
    }

    private Command open() throws IOException {
        connection.limitReads(patience);
        connection.handshakeAsClient();
        connection.send(0, connect());
        return awaitResult(CONNECT);
    }

    private Command connect() {
        return connectInfo.isEmpty()
                ? Command.of("connect", CONNECT, connectObject())
                : Command.of("connect", CONNECT, connectObject(), connectInfo);
    }

    private Map<String, @Nullable Object> connectObject() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("app", authMod.sign(url.app()));
        object.put("type", "nonprivate");
        object.put("flashVer", "FMLE/3.0 (compatible; Rillcast)");
        object.put("tcUrl", authMod.sign(url.tcUrl()));
        Capabilities.putPublisher(object);
        return object;
    }

    private Command awaitResult(int transaction) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Command command = awaitCommand(deadline);
            if (command.name().equals("_result") && command.transaction() == transaction) {
                return command;
            }
        }
    }

    private void awaitStart() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Command command = awaitCommand(deadline);
            if (command.name().equals("onStatus")
                    && command.field("code").equals("NetStream.Publish.Start")) {
                return;
            }
        }
    }

    private Command awaitCommand(long deadline) throws IOException {
        while (true) {
            long left = deadline - System.nanoTime();
            if (left < 1_000_000) { // a limit of 0 ms would be none
                throw new SocketTimeoutException();
            }
            connection.limitReads(Duration.ofNanos(left));
            RtmpMessage message = connection.read();
            if (message == null) {
                throw hungUp();
            }
            if (message.type() == RtmpMessage.COMMAND
                    || message.type() == RtmpMessage.COMMAND_AMF3) {
                Command command = Command.parse(message);
                if (refused(command)) {
                    throw refusal(command);
                }
                return command;
            }
        }
    }

    private RtmpException refusal(Command command) throws IOException {
        String code = command.field("code");
        String description = command.field("description");
        if (command.name().equals("_error") && AuthMod.asks(description)) {
            authMod.answer(code, description);
        }
        String elsewhere = redirect(command);
        return elsewhere.isEmpty()
                ? new RtmpException("the ingest refused the stream", code, description)
                : RtmpException.lasting(
                        "the ingest sends the stream elsewhere, and redirects are not followed",
                        code,
                        elsewhere + ", " + description);
    }

    private static boolean refused(Command command) {
        return switch (command.name()) {
            case "_error" ->
                    command.transaction() != RELEASE_STREAM && command.transaction() != FC_PUBLISH;
            case "onStatus" -> command.field("level").equals("error");
            default -> false;
        };
    }

    /** Adobe's servers put {@code ex: {code: 302, redirect: URL}} beside the refusal. */
    private static String redirect(Command command) {
        for (Object argument : command.arguments()) {
            if (argument instanceof Map<?, ?> information
                    && information.get("ex") instanceof Map<?, ?> ex
                    && ex.get("redirect") instanceof String elsewhere) {
                return elsewhere;
            }
        }
        return "";
    }

    private static int streamId(Command result) throws RtmpException {
        if (result.arguments().getLast() instanceof Double number && number >= 0) {
            return number.intValue();
        }
        throw new RtmpException("the ingest gave no message stream", "", "");
    }

    private static RtmpException hungUp() {
        return new RtmpException(
                "the ingest closed the connection before it took the stream", "", "");
    }
}
