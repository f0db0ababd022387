package dev.rillcast.broadcast;

import dev.rillcast.broadcast.BroadcastListener.Stage;
import dev.rillcast.broadcast.OutputPolicy.Refused;
import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import dev.rillcast.peer.Peer;
import dev.rillcast.peer.PeerEvents;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.ScriptData;
import dev.rillcast.rtmp.StreamInfo;
import dev.rillcast.rtp.SenderReport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broadcast: takes a peer's frames and pushes them to an RTMP target until one of the two ends.
 *
 * <p>{@link #run} is its whole life, on a virtual thread. Frames and reports come on the UDP door's
 * thread.
 */
public final class Broadcast implements PeerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

    /** About three seconds of both tracks at 60 frames/s. */
    private static final int MAX_FRAMES = 400;

    private static final int MAX_BYTES = 4 << 20;

    /** A target that takes nothing for so long is given up. */
    private static final long STALL = 10_000_000_000L;

    /** So many milliseconds may the ingest take for what was written before the end. */
    private static final long STOP_LIMIT = 1_000;

    private final String id;
    private final Target target;
    private final OutputPolicy policy;
    private final BroadcastListener listener;
    private final boolean hasVideo;
    private final boolean hasAudio;
    private final FrameQueue queue = new FrameQueue(MAX_FRAMES, MAX_BYTES);
    private final TimeLine timeLine = new TimeLine();
    private final CompletableFuture<Optional<Failure>> published = new CompletableFuture<>();
    private final CompletableFuture<Optional<Failure>> ended = new CompletableFuture<>();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final ReentrantLock connecting = new ReentrantLock();
    private @Nullable Thread connector; // while it waits for the ingest; guarded by connecting
    private volatile @Nullable Peer peer;
    private volatile @Nullable RtmpPublisher publisher;
    private volatile long writing;

    Broadcast(
            String id,
            Target target,
            OutputPolicy policy,
            boolean hasVideo,
            boolean hasAudio,
            BroadcastListener listener) {
        this.id = id;
        this.target = target;
        this.policy = policy;
        this.hasVideo = hasVideo;
        this.hasAudio = hasAudio;
        this.listener = listener;
    }

    /** Lives from the first word to the ingest to the last one; {@link #end} tells of it. */
    void run(Peer connection) {
        peer = connection;
        LOG.info("broadcast {} to {} begins", id, target.url());
        try {
            listener.stage(Stage.SIGNALLING, "Connecting to the ingest.");
            publish();
        } catch (Refused e) {
            fail(Failure.Kind.OUTPUT_REFUSED, e.getMessage());
        } catch (IOException e) {
            if (!queue.closed()) { // else it was stopped, and the error is what came of that
                fail(Failure.Kind.RTMP_FAILED, e.getMessage());
            }
        } catch (InterruptedException e) {
            fail(Failure.Kind.SERVER, "the server stops");
        } catch (RuntimeException e) {
            LOG.error("broadcast {} broke", id, e);
            fail(Failure.Kind.SERVER, "an error within the server ended the broadcast");
        } finally {
            queue.close();
            connection.close();
        }
    }

    /** What {@link #stop} interrupts. */
    private RtmpPublisher connect() throws Refused, IOException {
        connecting(Thread.currentThread());
        try {
            InetAddress address =
                    target.trusted()
                            ? OutputPolicy.resolveTrusted(target.url().host())
                            : policy.check(target.url().host(), target.url().port());
            return RtmpPublisher.connect(
                    target.url(), address, info(), target.options().connectInfo());
        } finally {
            connecting(null);
            boolean _ = Thread.interrupted(); // meant for what is over now
        }
    }

    private void connecting(@Nullable Thread thread) {
        connecting.lock();
        try {
            connector = thread;
            if (thread != null && queue.closed()) {
                thread.interrupt();
            }
        } finally {
            connecting.unlock();
        }
    }

    private StreamInfo info() {
        return new StreamInfo(hasVideo, hasAudio, 0, 0, 0, 0, audioBitrate() / 1_000, 48_000, 2);
    }

    private int audioBitrate() {
        return target.options().audioBitrate().orElse(TargetOptions.DEFAULT_AUDIO_BITRATE);
    }

    private void publish() throws Refused, IOException, InterruptedException {
        try (RtmpPublisher rtmp = connect()) {
            publisher = rtmp;
            published.complete(Optional.empty());
            try (AudioLine audio = new AudioLine(audioBitrate(), timeLine)) {
                pump(rtmp, audio);
            }
        }
    }

    private void pump(RtmpPublisher rtmp, AudioLine audio)
            throws IOException, InterruptedException {
        long before = rtmp.bytesWritten();
        boolean first = true;
        while (!queue.closed()) {
            MediaItem item = queue.take();
            writing = System.nanoTime();
            write(rtmp, audio, item);
            writing = 0;
            if (first && rtmp.bytesWritten() > before) {
                first = false;
                queue.live();
                listener.stage(Stage.BROADCASTING, "Live.");
            }
        }
    }

    private void write(RtmpPublisher rtmp, AudioLine audio, @Nullable MediaItem item)
            throws IOException {
        switch (item) {
            case Frame opus when opus.codec() == Codec.OPUS -> {
                write(rtmp, audio.transcode(opus));
                return; // no silence is due
            }
            case Frame frame -> write(rtmp, frame);
            case DataMessage message -> rtmp.write(message, timeLine.messageMillis());
            case null -> {}
        }
        write(rtmp, audio.silence(System.nanoTime()));
    }

    private void write(RtmpPublisher rtmp, List<Frame> frames) throws IOException {
        for (Frame frame : frames) {
            write(rtmp, frame);
        }
    }

    private void write(RtmpPublisher rtmp, Frame frame) throws IOException {
        rtmp.write(frame, timeLine.millis(frame));
        FrameSent.record(frame);
    }

    /** Tells all who wait for it that it is over. */
    void end() {
        Optional<Failure> why = Optional.ofNullable(failure.get());
        LOG.info(
                "broadcast {} ended{}; {} frames were dropped",
                id,
                why.map(f -> ": " + f.message()).orElse(""),
                queue.dropped());
        published.complete(
                why.or(
                        () ->
                                Optional.of(
                                        new Failure(
                                                Failure.Kind.SERVER,
                                                "the broadcast was stopped"))));
        try {
            listener.ended(why);
        } finally {
            ended.complete(why);
        }
    }

    private void fail(Failure.Kind kind, @Nullable String message) {
        failure.compareAndSet(
                null, new Failure(kind, target.url().hideKey(String.valueOf(message))));
    }

    @Override
    public void connected() {
        listener.stage(Stage.CONNECTED, "The browser is connected.");
    }

    @Override
    public void frame(Frame frame) {
        if (!queue.offer(frame)) {
            Peer connection = peer;
            if (connection != null) {
                connection.wantKeyFrame();
            }
            abortIfStalled(frame.arrival());
        }
    }

    @Override
    public void handOver() {
        queue.handOver();
    }

    private void abortIfStalled(long now) {
        long since = writing;
        if (since != 0 && now - since > STALL) {
            fail(
                    Failure.Kind.RTMP_FAILED,
                    "the ingest has taken nothing for " + STALL / 1_000_000_000 + " s");
            abort();
        }
    }

    @Override
    public void report(Codec codec, SenderReport report) {
        timeLine.report(codec, report);
    }

    @Override
    public void closed(Optional<String> reason) {
        reason.ifPresent(text -> fail(Failure.Kind.PUBLISHER_LOST, text));
        stop();
    }

    public String id() {
        return id;
    }

    /**
     * Sends data to those who watch, in order, at the time of the latest frame that has come in.
     * Before the first frame was sent it waits for that. May be called on any thread; never waits.
     *
     * @param handlerName {@code onMetaData} or {@code onCuePoint}
     * @param values maps, lists, texts, numbers, booleans and null; keys keep their order
     * @throws NotSentException when the broadcast is over, too much waits already, or AMF0 can't
     *     hold the values
     */
    public void sendMetaData(String handlerName, Map<String, @Nullable Object> values)
            throws NotSentException {
        DataMessage message;
        try {
            message = ScriptData.encode(handlerName, values);
        } catch (IllegalArgumentException e) {
            throw new NotSentException(
                    NotSentException.Reason.BAD_VALUES, String.valueOf(e.getMessage()));
        }
        queue.offer(message);
    }

    /**
     * Begins the end; {@link #awaitEnd} waits for it. May be called more than once, on any thread.
     */
    public void stop() {
        queue.close();
        connecting.lock();
        try {
            if (connector != null) {
                connector.interrupt();
            }
        } finally {
            connecting.unlock();
        }
        // An ingest that reads nothing would keep the writer waiting for ever.
        CompletableFuture.delayedExecutor(STOP_LIMIT, TimeUnit.MILLISECONDS).execute(this::abort);
    }

    private void abort() {
        RtmpPublisher rtmp = publisher;
        if (rtmp != null) {
            rtmp.abort();
        }
    }

    /** Ends it as the server's doing, with the reason for the publisher. */
    void stop(String reason) {
        fail(Failure.Kind.SERVER, reason);
        stop();
    }

    /** Waits until the ingest has taken the stream; the failure says why it hasn't. */
    public Optional<Failure> awaitPublished(Duration limit) throws InterruptedException {
        return await(
                published,
                limit,
                new Failure(Failure.Kind.RTMP_FAILED, "the ingest did not answer in time"));
    }

    /** Waits until the RTMP stream is closed. */
    public void awaitEnd(Duration limit) throws InterruptedException {
        await(ended, limit, new Failure(Failure.Kind.SERVER, "the broadcast did not end in time"));
    }

    private static Optional<Failure> await(
            CompletableFuture<Optional<Failure>> future, Duration limit, Failure late)
            throws InterruptedException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of(late);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
