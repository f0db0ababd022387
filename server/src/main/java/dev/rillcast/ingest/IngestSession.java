package dev.rillcast.ingest;

import dev.rillcast.rtmp.Capabilities;
import dev.rillcast.rtmp.Command;
import dev.rillcast.rtmp.RtmpConnection;
import dev.rillcast.rtmp.RtmpMessage;
import dev.rillcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the embedded ingest, from the handshake to its end: a publisher or a player.
 *
 * <p>The thread in {@link #run} owns the fields; {@link #sweep} and {@link #close} are for any.
 */
final class IngestSession implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestSession.class);
    private static final int READ_BUFFER = 16 << 10;
    private static final int WINDOW = 2_500_000;
    private static final int MAX_NAME = 128;
    private static final String APP = "live";
    static final int STREAM_ID = 1; // one stream a connection

    private static final long BEGIN_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final long SILENT_PUBLISHER = TimeUnit.SECONDS.toNanos(30);
    private static final long STALLED_PLAYER = TimeUnit.SECONDS.toNanos(20);

    private final RtmpConnection connection;
    private final InetAddress from;
    private final Publishers publishers;
    private final LiveStreams streams;
    private final Executor executor;
    private boolean connected;
    private @Nullable LiveStream published;
    private boolean leftOut;
    private LiveStream.@Nullable Viewer viewer;

    private volatile boolean publishing;
    private volatile boolean playing;
    private volatile long idleSince = System.nanoTime();

    /** A session on an accepted connection; players are served on a thread of the executor. */
    IngestSession(
            SocketChannel channel, Publishers publishers, LiveStreams streams, Executor executor)
            throws IOException {
        this.from = channel.socket().getInetAddress();
        this.publishers = publishers;
        this.connection = new RtmpConnection(channel, READ_BUFFER);
        this.streams = streams;
        this.executor = executor;
    }

    /** The whole session; returns when the connection is over. */
    @Override
    public void run() {
        try {
            connection.handshakeAsServer();
            for (RtmpMessage m = connection.read(); m != null; m = connection.read()) {
                handle(m);
            }
        } catch (IOException | RejectedExecutionException error) {
            LOG.debug("RTMP connection ended: {}", error.toString());
        } finally {
            stop();
            close();
        }
    }

    private void handle(RtmpMessage message) throws IOException {
        LiveStream stream = published;
        switch (message.type()) {
            case RtmpMessage.COMMAND, RtmpMessage.COMMAND_AMF3 -> handle(Command.parse(message));
            case RtmpMessage.AUDIO, RtmpMessage.VIDEO -> {
                if (stream != null && message.length() > 0) {
                    publish(
                            stream,
                            new FlvTag(message.type(), message.timestamp(), message.payload()));
                }
            }
            case RtmpMessage.DATA, RtmpMessage.DATA_AMF3 -> {
                if (stream != null) {
                    Metadata.of(message).ifPresent(data -> data.tell(stream));
                }
            }
            default -> {} // shared objects, aggregates: nothing that a stream needs
        }
    }

    /** Players know one track of each kind, and only what the document explains. */
    private void publish(LiveStream stream, FlvTag tag) {
        switch (tag.content()) {
            case MORE_TRACKS -> leaveOut(stream, "more than one track of a kind");
            case UNKNOWN -> leaveOut(stream, "packets of an unknown type");
            default -> stream.publish(tag);
        }
    }

    private void leaveOut(LiveStream stream, String what) {
        if (!leftOut) {
            leftOut = true; // said once a stream
            LOG.info("live/{} brings {}, which are left out", RtmpUrl.mask(stream.name()), what);
        }
    }

    private void handle(Command command) throws IOException {
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" ->
                    connection.send(
                            0, Command.of("_result", command.transaction(), null, STREAM_ID));
            case "publish" -> publish(command.text(1));
            case "play" -> play(command.text(1));
            case "deleteStream", "closeStream" -> stop();
            default -> {} // releaseStream, FCPublish, getStreamLength …: nobody waits for these
        }
    }

    private void connect(Command command) throws IOException {
        String app = command.field("app").replaceFirst("[/?].*$", "");
        if (!app.equals(APP)) {
            Map<String, @Nullable Object> why =
                    Command.information(
                            "error", "NetConnection.Connect.Rejected", "the app here is live");
            connection.send(0, Command.of("_error", command.transaction(), null, why));
            return;
        }
        connected = true;
        connection.send(RtmpMessage.windowAckSize(WINDOW));
        connection.send(RtmpMessage.peerBandwidth(WINDOW));
        connection.setChunkSize();
        Map<String, @Nullable Object> server = new LinkedHashMap<>();
        server.put("fmsVer", "FMS/3,0,1,123"); // players look for a version that they know
        server.put("capabilities", 31);
        Capabilities.putForwarder(server);
        Map<String, @Nullable Object> information =
                Command.information("status", "NetConnection.Connect.Success", "connected");
        information.put("objectEncoding", 0);
        connection.send(0, Command.of("_result", command.transaction(), server, information));
    }

    private void publish(String key) throws IOException {
        Optional<String> name = admitted(key);
        if (name.isEmpty()) {
            error("NetStream.Publish.Denied", "connect to the app, then name a stream");
            return;
        }
        Optional<String> refusal = publishers.refuse(from, key);
        if (refusal.isPresent()) {
            LOG.info("{} may not publish live/{}", from.getHostAddress(), RtmpUrl.mask(name.get()));
            error("NetStream.Publish.Denied", refusal.get());
            return;
        }
        Optional<LiveStream> stream = streams.begin(name.get());
        if (stream.isEmpty()) {
            error("NetStream.Publish.BadName", "Stream already publishing");
            return;
        }
        published = stream.get();
        leftOut = false;
        publishing = true;
        idleSince = 0;
        LOG.info("live/{} began, from {}", RtmpUrl.mask(name.get()), connection.remoteAddress());
        connection.send(RtmpMessage.streamBegin(STREAM_ID));
        status("NetStream.Publish.Start", "publishing");
    }

    private void play(String key) throws IOException {
        Optional<LiveStream> stream = admitted(key).flatMap(streams::find);
        if (stream.isEmpty()) {
            error("NetStream.Play.StreamNotFound", "no such stream is live");
            return;
        }
        LiveStream.Viewer mine = stream.get().subscribe();
        viewer = mine;
        playing = true;
        idleSince = 0;
        connection.send(RtmpMessage.streamBegin(STREAM_ID));
        status("NetStream.Play.Reset", "resetting");
        status("NetStream.Play.Start", "playing");
        executor.execute(() -> serve(mine));
    }

    private void serve(LiveStream.Viewer mine) {
        new IngestPlayer(connection, mine).run();
        idleSince = System.nanoTime() | 1; // the player has a while to hang up
    }

    /**
     * The stream's name without its query; empty when it is too long or the session is not free.
     */
    private Optional<String> admitted(String key) {
        String name = key.replaceFirst("\\?.*$", "");
        boolean free = connected && published == null && viewer == null;
        boolean fine =
                !name.isBlank()
                        && name.length() <= MAX_NAME
                        && name.indexOf('/') < 0
                        && name.chars().noneMatch(Character::isISOControl);
        return free && fine ? Optional.of(name) : Optional.empty();
    }

    private void status(String code, String description) throws IOException {
        connection.send(STREAM_ID, Command.status("status", code, description));
    }

    private void error(String code, String description) throws IOException {
        connection.send(STREAM_ID, Command.status("error", code, description));
    }

    private void stop() {
        LiveStream stream = published;
        if (stream != null) {
            streams.end(stream);
            LOG.info("live/{} ended", RtmpUrl.mask(stream.name()));
        }
        if (viewer != null) {
            viewer.close();
        }
        published = null;
        viewer = null;
        publishing = false;
        playing = false;
        idleSince = System.nanoTime() | 1;
    }

    /** Closes the session when its other side has gone quiet for too long. */
    void sweep(long now) {
        long idle = idleSince;
        if ((idle != 0 && now - idle > BEGIN_WITHIN)
                || (publishing && connection.silentFor(now) > SILENT_PUBLISHER)
                || (playing && connection.stalledFor(now) > STALLED_PLAYER)) {
            close();
        }
    }

    /** Ends {@link #run}, soon. */
    void close() {
        try {
            connection.close();
        } catch (IOException error) {
            LOG.debug("RTMP connection: {}", error.toString());
        }
    }
}
