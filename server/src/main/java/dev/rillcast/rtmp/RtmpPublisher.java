package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Writer;
import dev.rillcast.media.AvcConfig;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes one stream to an RTMP ingest. Each frame is one write to the socket, at once.
 *
 * <p>One thread calls {@link #write}; it blocks while the ingest does not read. {@link #abort},
 * {@link #close} and {@link #bytesWritten} may be called from any thread. A virtual thread of its
 * own reads what the ingest sends.
 */
public final class RtmpPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpPublisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofMillis(800);

    // FLV E.4.2.1: AAC is always marked as 44.1 kHz, 16 bit, stereo; its own header counts.
    private static final byte[] AAC_HEADER = {(byte) 0xAF, 0};
    private static final byte[] AAC_FRAME = {(byte) 0xAF, 1};
    // FLV E.4.3.1: frame type (4) | codec = 7 (4), packet type (8), composition time = 0 (24).
    private static final byte[] AVC_HEADER = {0x17, 0, 0, 0, 0};
    private static final byte[] AVC_KEY_FRAME = {0x17, 1, 0, 0, 0};
    private static final byte[] AVC_FRAME = {0x27, 1, 0, 0, 0};

    private final RtmpConnection connection;
    private final RtmpUrl url;
    private final int streamId;
    private final Thread reader;
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();

    // Of the writing thread:
    private final List<ByteBuffer> message = new ArrayList<>();
    private final AccessUnit accessUnit = new AccessUnit();
    private StreamInfo info;
    private boolean announced;
    private boolean audioStarted;
    private boolean videoStarted;
    private @Nullable AvcConfig config;

    private RtmpPublisher(RtmpConnection connection, RtmpUrl url, StreamInfo info, int streamId) {
        this.connection = connection;
        this.url = url;
        this.info = info;
        this.streamId = streamId;
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
            RtmpUrl url,
            InetAddress address,
            StreamInfo info,
            Map<String, Object> connectInfo,
            Trust trust)
            throws IOException {
        return connect(new Dialer(url, address, trust, PATIENCE), info, connectInfo);
    }

    /** The same, with the JDK's authorities. */
    public static RtmpPublisher connect(
            RtmpUrl url, InetAddress address, StreamInfo info, Map<String, Object> connectInfo)
            throws IOException {
        return connect(url, address, info, connectInfo, Trust.STANDARD);
    }

    /** The same, with nothing beside what each {@code connect} says. */
    public static RtmpPublisher connect(RtmpUrl url, InetAddress address, StreamInfo info)
            throws IOException {
        return connect(url, address, info, Map.of());
    }

    static RtmpPublisher connect(Dialer dialer, StreamInfo info, Map<String, Object> connectInfo)
            throws IOException {
        AuthMod authMod = new AuthMod(dialer.url());
        while (true) {
            try {
                return connect(dialer, authMod, info, connectInfo);
            } catch (AuthMod.Again _) {
                LOG.debug("{} asks who publishes", dialer.url());
            }
        }
    }

    private static RtmpPublisher connect(
            Dialer dialer, AuthMod authMod, StreamInfo info, Map<String, Object> connectInfo)
            throws IOException {
        RtmpUrl url = dialer.url();
        RtmpConnection connection = dialer.dial();
        try {
            int streamId =
                    new PublishRequest(connection, url, authMod, connectInfo, dialer.patience())
                            .run();
            RtmpPublisher publisher = new RtmpPublisher(connection, url, info, streamId);
            publisher.reader.start();
            LOG.info("{} takes the stream", url);
            return publisher;
        } catch (IOException | RuntimeException error) {
            connection.close();
            throw error;
        }
    }

    /**
     * Sends one frame of H.264 or AAC. Video begins with the first key frame that has its parameter
     * sets; what comes before is left out.
     *
     * @param millis time in the stream, of both tracks; never less than that of the track's last
     * @throws IOException when the ingest has ended the stream or the connection, or when the
     *     frame's H.264 can't be read, with the reason
     * @throws IllegalArgumentException for a codec that the stream was not announced with
     */
    public void write(Frame frame, long millis) throws IOException {
        if (frame.codec().video() ? !info.hasVideo() : !info.hasAudio()) {
            throw new IllegalArgumentException("not announced: " + frame.codec());
        }
        try {
            switch (frame.codec()) {
                case H264 -> writeVideo(frame, millis);
                case AAC -> writeAudio(frame, millis);
                default -> throw new IllegalArgumentException("not carried yet: " + frame.codec());
            }
        } catch (IOException error) {
            throw reason(error);
        } finally {
            message.clear();
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

    private void writeAudio(Frame frame, long millis) throws IOException {
        announce(millis);
        if (!audioStarted) {
            audioStarted = true;
            send(
                    RtmpMessage.AUDIO,
                    millis,
                    AAC_HEADER,
                    ByteBuffer.wrap(info.audioSpecificConfig()));
        }
        message.add(ByteBuffer.wrap(AAC_FRAME));
        message.add(ByteBuffer.wrap(frame.array(), frame.offset(), frame.length()));
        connection.send(RtmpMessage.AUDIO, streamId, millis, message);
    }

    private void writeVideo(Frame frame, long millis) throws IOException {
        message.add(ByteBuffer.wrap(frame.key() ? AVC_KEY_FRAME : AVC_FRAME));
        AvcConfig next;
        try {
            accessUnit.read(frame, message);
            next = accessUnit.config(config);
        } catch (IllegalArgumentException error) {
            throw new IOException("the video can't be published, " + error.getMessage(), error);
        }
        if (next != null && !next.equals(config)) {
            configure(next, millis);
        }
        videoStarted |= frame.key() && config != null;
        if (videoStarted && message.size() > 1) {
            connection.send(RtmpMessage.VIDEO, streamId, millis, message);
        }
    }

    /** Sends the AVC header when the parameter sets have changed, and only then. */
    private void configure(AvcConfig next, long millis) throws IOException {
        config = next;
        if (next.width() != info.width() || next.height() != info.height()) {
            double rate = info.frameRate() > 0 ? info.frameRate() : next.frameRate();
            info = info.withPicture(next.width(), next.height(), rate);
            announced = false;
        }
        announce(millis);
        send(RtmpMessage.VIDEO, millis, AVC_HEADER, ByteBuffer.wrap(next.record()));
    }

    private void announce(long millis) throws IOException {
        if (!announced) {
            announced = true;
            byte[] data = Amf0Writer.bytes("@setDataFrame", "onMetaData", info.metadata());
            send(RtmpMessage.DATA, millis, data, ByteBuffer.allocate(0));
        }
    }

    private void send(int type, long millis, byte[] head, ByteBuffer body) throws IOException {
        connection.send(type, streamId, millis, List.of(ByteBuffer.wrap(head), body));
    }

    /** Why the socket takes no more: the ingest's last words, which may be read only now. */
    private IOException reason(IOException error) {
        try {
            reader.join(LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // go without
        }
        IOException said = end.get();
        return said != null ? said : error;
    }

    /** Bytes that the socket has taken so far; stands still while the ingest does not read. */
    public long bytesWritten() {
        return connection.bytesWritten();
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
            end(error);
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
