package dev.rillcast.rtmp;

import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Frame;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes one stream to an RTMP ingest. Each frame is one write to the socket, at once.
 *
 * <p>One thread calls {@link #write}; it blocks while the ingest does not read. {@link #abort},
 * {@link #close}, {@link #bytesWritten} and {@link #stalledFor} may be called from any thread. A
 * virtual thread of its own reads what the ingest sends.
 */
public final class RtmpPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPublisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofMillis(800);

    private final RtmpConnection connection;
    private final RtmpUrl url;
    private final int streamId;
    private final Capabilities capabilities;
    private final FrameWriter writer;
    private final Thread reader;
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();

    private RtmpPublisher(RtmpConnection connection, RtmpUrl url, PublishRequest.Taken taken) {
        this.connection = connection;
        this.url = url;
        this.streamId = taken.streamId();
        this.capabilities = taken.capabilities();
        this.writer =
                new FrameWriter(
                        (type, millis, payload) ->
                                connection.send(type, taken.streamId(), millis, payload));
        this.reader = Thread.ofVirtual().name("rtmp-publisher").unstarted(this::drain);
    }

    /**
     * Connects and asks the ingest to take the stream; blocks until it does, at most 5 s for each
     * answer.
     *
     * @param address of the URL's host, checked by the caller
     * @param connectInfo text, numbers and booleans that {@code connect} takes along; may be empty
     * @param trust whom an ingest behind {@code rtmps://} must be vouched for by
     * @throws RtmpException when the ingest can't be reached or refuses, with its own words
     */
    public static RtmpPublisher connect(
            RtmpUrl url, InetAddress address, Map<String, Object> connectInfo, Trust trust)
            throws IOException {
        return connect(new Dialer(url, address, trust, PATIENCE), connectInfo);
    }

    static RtmpPublisher connect(Dialer dialer, Map<String, Object> connectInfo)
            throws IOException {
        AuthMod authMod = new AuthMod(dialer.url());
        while (true) {
            try {
                return connect(dialer, authMod, connectInfo);
            } catch (AuthMod.Again _) {
                LOG.debug("{} asks who publishes", dialer.url());
            }
        }
    }

    private static RtmpPublisher connect(
            Dialer dialer, AuthMod authMod, Map<String, Object> connectInfo) throws IOException {
        RtmpUrl url = dialer.url();
        RtmpConnection connection = dialer.dial();
        try {
            RtmpPublisher publisher =
                    new RtmpPublisher(
                            connection,
                            url,
                            new PublishRequest(
                                            connection,
                                            url,
                                            authMod,
                                            connectInfo,
                                            dialer.patience())
                                    .run());
            publisher.reader.start();
            LOG.info("{} takes the stream", url);
            return publisher;
        } catch (IOException | RuntimeException error) {
            connection.close();
            throw error;
        }
    }

    /** What the ingest said of itself. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Whether the ingest takes this codec: H.264 and AAC always, others if it said so. */
    public boolean takes(Codec codec) {
        return capabilities.takes(codec);
    }

    /**
     * From now on has {@link #write} wait when more than about a tenth of a second is under way to
     * the ingest, or two round trips to one that is far, rather than let it get late within the
     * kernel.
     */
    public void boundLatency() throws IOException {
        connection.boundSendBuffer();
    }

    /**
     * Says which stream follows, by the writing thread before the first frame. A later one begins
     * anew: the ingest gets metadata and configurations again.
     *
     * @throws RtmpException when the ingest does not {@linkplain #takes take} its codecs
     */
    public void announce(StreamInfo info) throws RtmpException {
        for (Codec codec : info.codecs()) {
            if (!takes(codec)) {
                throw RtmpException.lasting(
                        "the ingest takes no %s; %s".formatted(codec, capabilities), "", "");
            }
        }
        writer.announce(info);
    }

    /**
     * Sends one frame of the announced stream. Video begins with the first key frame that has its
     * configuration; what comes before is left out. When the configuration changes, metadata and
     * the new one are sent before the frame.
     *
     * @param millis time in the stream, of both tracks; never less than that of the track's last
     * @throws IOException when the ingest has ended the stream or the connection, or when the frame
     *     can't be read, with the reason
     * @throws IllegalArgumentException for a codec that the stream was not announced with
     */
    public void write(Frame frame, long millis) throws IOException {
        try {
            writer.write(frame, millis);
        } catch (IOException error) {
            throw reason(error);
        }
    }

    /**
     * Sends data between two frames; players get it at their time.
     *
     * @param millis time in the stream
     * @throws IOException as of a frame
     */
    public void write(DataMessage data, long millis) throws IOException {
        try {
            connection.send(RtmpMessage.DATA, streamId, millis, ScriptData.payload(data));
        } catch (IOException error) {
            throw reason(error);
        }
    }

    /** Why the socket takes no more: the ingest's last words, which may be read only now. */
    private IOException reason(IOException error) {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // go without
        }
        IOException said = end.get();
        return said != null ? said : explained(error);
    }

    /** What the socket says is for those who know sockets. */
    private static IOException explained(IOException error) {
        return error instanceof RtmpException || error instanceof ProtocolException
                ? error
                : new RtmpException(
                        "the connection to the ingest broke",
                        "",
                        String.valueOf(error.getMessage()));
    }

    /** The stream as the ingest was told of it last, if it was; of the writing thread. */
    public Optional<StreamInfo> info() {
        return writer.info();
    }

    /** Bytes that the socket has taken so far; stands still while the ingest does not read. */
    public long bytesWritten() {
        return connection.bytesWritten();
    }

    /**
     * Nanoseconds that the write under way has been waiting for the ingest, or 0.
     *
     * @param now of {@link System#nanoTime}
     */
    public long stalledFor(long now) {
        return connection.stalledFor(now);
    }

    /** Cuts the connection at once; a {@link #write} under way fails. */
    public void abort() {
        end(new RtmpException("the stream was aborted", "", ""));
    }

    /**
     * Ends the stream as RTMP has it and closes; takes at most a second, whatever the peer does.
     */
    @Override
    public void close() {
        boolean open = end.compareAndSet(null, new RtmpException("the stream is closed", "", ""));
        if (open) {
            Thread farewell = Thread.ofVirtual().name("rtmp-farewell").start(this::sayFarewell);
            try {
                farewell.join(FAREWELL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // close in haste
            }
            LOG.info("{} was ended", url);
        }
        closeConnection();
    }

    private void sayFarewell() {
        try {
            connection.send(0, Command.of("FCUnpublish", 6, null, url.streamKey()));
            connection.send(0, Command.of("deleteStream", 7, null, streamId));
            connection.shutdownOutput();
            // Closing with unread bytes would reset the connection and lose what is on its way.
            reader.join();
        } catch (IOException | InterruptedException error) {
            LOG.debug("{} did not hear the end: {}", url, error.toString());
        }
    }

    /** Reads and drops what the ingest sends, until it ends the stream or the connection. */
    private void drain() {
        try {
            for (RtmpMessage m = connection.read(); m != null; m = connection.read()) {
                if (m.type() == RtmpMessage.COMMAND || m.type() == RtmpMessage.COMMAND_AMF3) {
                    check(Command.parse(m));
                }
            }
            end(new RtmpException("the ingest closed the connection", "", ""));
        } catch (IOException error) {
            end(explained(error));
        }
    }

    private static void check(Command command) throws RtmpException {
        String code = command.field("code");
        boolean over = code.startsWith("NetStream.Unpublish") || code.endsWith("Connect.Closed");
        if (command.name().equals("onStatus") && (over || command.field("level").equals("error"))) {
            throw new RtmpException(
                    "the ingest ended the stream", code, command.field("description"));
        }
    }

    private void end(IOException reason) {
        if (end.compareAndSet(null, reason)) {
            LOG.info("{}: {}", url, url.hideKey(String.valueOf(reason.getMessage())));
        }
        closeConnection();
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (IOException error) {
            LOG.debug("{}: {}", url, error.toString());
        }
    }
}
