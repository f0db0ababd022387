package dev.rillcast.broadcast;

import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.media.MediaItem;
import dev.rillcast.output.OutputPolicy.Refused;
import dev.rillcast.output.Target;
import dev.rillcast.queue.FrameQueue;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.report.Sync;
import dev.rillcast.report.TargetAudio;
import dev.rillcast.report.TargetLog;
import dev.rillcast.report.TargetVideo;
import dev.rillcast.rtmp.RtmpException;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.sound.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target of a broadcast: pushes what comes to its ingest, and tries again when that is lost.
 *
 * <p>{@link #run} is its whole life, on a virtual thread. Queue, time line and AAC are its own, so
 * that no target waits for another.
 */
final class Output implements TargetLog.Gauges {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    /** So many milliseconds may the ingest take for what was written before the end. */
    private static final long STOP_LIMIT = 1_000;

    /** What a broadcast hears of its outputs, on their threads. */
    interface Listener {
        void status(TargetStatus status);

        /** The ingest takes the stream, for the first time or again. */
        void published(Output output);

        /**
         * An attempt has failed, or the ingest was lost.
         *
         * @return whether another attempt may follow
         */
        boolean lost(Output output, Failure failure);
    }

    private final int number;
    private final Target target;
    private final Feed feed;
    private final Retry retry;
    private final Listener listener;
    private final TargetLog log;
    private final Announcer announcer;
    private final FrameQueue queue;
    private final VideoSupply video;
    private final Optional<IcecastSound> icecast;
    private final Muxer muxer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Connector connector;
    private volatile @Nullable RtmpPublisher publisher;
    private volatile boolean stalled;
    private volatile @Nullable Failure failed; // by another's doing

    /**
     * @param number counts from 1
     */
    Output(
            int number,
            Target target,
            Feed feed,
            Retry retry,
            Transcoding transcoding,
            Listener listener) {
        this.number = number;
        this.target = target;
        this.feed = feed;
        this.retry = retry;
        this.listener = listener;
        this.queue = new FrameQueue(target.options().dropFrames());
        this.connector = new Connector(target, feed.policy());
        RtmpUrl url = target.url();
        this.log = feed.log().target(url.describe(), RtmpUrl.mask(url.streamKey()), this);
        this.video = new VideoSupply(this, target.options(), transcoding);
        this.announcer = new Announcer(number, listener::status, video::report, log);
        this.icecast =
                target.icecast().map(mount -> new IcecastSound(mount, feed, log, queue, announcer));
        PcmSource pcm = icecast.map(IcecastSound::pcm).orElse(null);
        this.muxer = new Muxer(feed, target.options(), video, pcm, queue, log);
    }

    /**
     * Decides what can be decided before it is run.
     *
     * @throws NotStartedException if it needs a transcoder and none is free
     */
    void plan() throws NotStartedException {
        video.plan();
    }

    /**
     * Pushes until it is stopped or no attempt can help any more.
     *
     * @return why it ended by itself
     */
    Optional<Failure> run() {
        try {
            return publishAgainAndAgain();
        } catch (InterruptedException e) {
            return Optional.of(Failure.server("the server stops"));
        } catch (RuntimeException | Error e) { // else nobody would hear of its end
            LOG.error("{} broke", this, e);
            return Optional.of(Failure.server("an error within the server ended the broadcast"));
        }
    }

    private Optional<Failure> publishAgainAndAgain() throws InterruptedException {
        icecast.ifPresent(IcecastSound::start);
        try (muxer) {
            announcer.connecting();
            Optional<Failure> failure = publish();
            while (failure.isPresent()) {
                queue.shut();
                boolean goesOn = listener.lost(this, failure.get());
                Optional<Duration> wait = goesOn ? next(failure.get()) : Optional.empty();
                if (wait.isEmpty()) {
                    return failure;
                }
                if (stopped.await(wait.get().toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                log.retry();
                failure = publish();
            }
            return Optional.ofNullable(failed);
        } finally {
            icecast.ifPresent(IcecastSound::close);
            queue.close();
        }
    }

    /** Tells when the next attempt is, if there is one. */
    private Optional<Duration> next(Failure failure) {
        Optional<Duration> wait =
                failure.heals() && !queue.closed()
                        ? retry.next(System.nanoTime())
                        : Optional.empty();
        wait.ifPresent(
                time -> {
                    LOG.info("{}: {}; next try in {} ms", this, failure.message(), time.toMillis());
                    announcer.retrying(failure.message(), retry.attempt(), time);
                });
        return wait;
    }

    /** One connection, from its making to its end; nothing is returned when it was stopped. */
    private Optional<Failure> publish() {
        try (RtmpPublisher rtmp = connector.connect()) {
            publisher = rtmp;
            log.published(rtmp::bytesWritten, System.nanoTime());
            stalled = false;
            muxer.begin(rtmp);
            if (target.options().dropFrames()) {
                rtmp.boundLatency();
            }
            queue.open(feed.hasVideo() && retry.attempt() > 0, System.nanoTime());
            retry.published(System.nanoTime());
            listener.published(this);
            pump(rtmp);
            return Optional.empty();
        } catch (Refused e) {
            log.refused();
            return failure(Failure.Kind.OUTPUT_REFUSED, e.getMessage(), e.heals());
        } catch (IOException e) {
            count();
            return failure(Failure.Kind.RTMP_FAILED, reason(e), heals(e));
        } catch (InterruptedException e) {
            return failure(Failure.Kind.SERVER, "the server stops", false);
        } finally {
            publisher = null;
            announcer.disconnected();
        }
    }

    private void count() {
        if (publisher == null) {
            log.failed();
        } else if (!queue.closed()) {
            log.lost(stalled);
        }
    }

    private Optional<Failure> failure(Failure.Kind kind, @Nullable String message, boolean heals) {
        return queue.closed() // then it was stopped, and the error is what came of that
                ? Optional.empty()
                : Optional.of(
                        new Failure(kind, target.url().hideKey(String.valueOf(message)), heals));
    }

    private @Nullable String reason(IOException error) {
        return publisher != null && stalled
                ? "the ingest has taken nothing for " + feed.terms().stall().toSeconds() + " s"
                : error.getMessage();
    }

    /**
     * Whether another attempt may help. A name that is taken may be so by our own connection that
     * was cut and that the ingest has not missed yet.
     */
    private boolean heals(IOException error) {
        return !(error instanceof RtmpException said)
                || said.heals()
                || (stalled && said.code().equals("NetStream.Publish.BadName"));
    }

    private void pump(RtmpPublisher rtmp) throws IOException, InterruptedException {
        long before = rtmp.bytesWritten();
        boolean first = true;
        boolean slow = false;
        while (!queue.closed()) {
            MediaItem item = queue.take();
            muxer.write(rtmp, item);
            if (slow != queue.slow()) {
                slow = !slow;
                tell(slow);
            }
            if (first && rtmp.bytesWritten() > before) {
                first = false;
                queue.live();
                announcer.broadcasting();
            }
        }
    }

    private void tell(boolean slow) {
        if (slow) {
            announcer.slow();
        } else {
            announcer.caughtUp();
        }
    }

    /**
     * Takes a frame, on the door's thread.
     *
     * @return whether a key frame is wanted
     */
    boolean offer(Frame frame) {
        boolean wanted = video.passes(frame) && !queue.offer(frame, feed.clock().getAsLong());
        return wanted && !video.transcoded();
    }

    /** Takes a picture that was made for it, on a thread of its transcoder's. */
    void transcoded(Frame frame) {
        boolean _ = queue.offer(frame, feed.clock().getAsLong()); // a key frame comes by itself
        queue.handOver();
    }

    /** Its transcoder goes on after a failure. */
    void transcoderRestarted(String why) {
        announcer.restarted(why);
    }

    /** Ends it for good. */
    void fail(Failure why) {
        failed = why;
        stop();
    }

    void offer(DataMessage message) throws NotSentException {
        queue.offer(message);
    }

    void offer(Discontinuity discontinuity) {
        queue.offer(discontinuity);
    }

    /** Has the frames dealt with; cuts an ingest that has taken nothing for too long. */
    void handOver() {
        RtmpPublisher rtmp = publisher;
        if (rtmp != null && rtmp.stalledFor(System.nanoTime()) > feed.terms().stall().toNanos()) {
            stalled = true;
            rtmp.abort();
        }
        queue.handOver();
    }

    void report(Codec codec, SenderReport report) {
        muxer.report(codec, report);
    }

    /** Whether the publisher's connection is lost now, on the door's thread. */
    void lost(boolean now) {
        muxer.lost(now);
    }

    int number() {
        return number;
    }

    /** The publisher's media can flow. */
    void connected() {
        announcer.connected();
    }

    /** Nothing more goes out, for good. */
    void ended(Optional<Failure> why) {
        video.leave();
        log.ended(why.map(Failure::message), System.nanoTime());
    }

    @Override
    public long dropped() {
        return queue.dropped();
    }

    @Override
    public Sync sync() {
        return muxer.sync();
    }

    @Override
    public Optional<TargetVideo> video() {
        return video.report();
    }

    @Override
    public Optional<TargetAudio> audio() {
        return muxer.sound();
    }

    @Override
    public int waiting() {
        return queue.waiting();
    }

    @Override
    public long waiting(long now) {
        return queue.waiting(now);
    }

    /** Begins the end. May be called more than once, on any thread. */
    void stop() {
        queue.close();
        stopped.countDown();
        connector.stop();
        // An ingest that reads nothing would keep the writer waiting for ever.
        CompletableFuture.delayedExecutor(STOP_LIMIT, TimeUnit.MILLISECONDS).execute(this::abort);
    }

    private void abort() {
        RtmpPublisher rtmp = publisher;
        if (rtmp != null) {
            rtmp.abort();
        }
    }

    /** Number and address, without any secret. */
    @Override
    public String toString() {
        return "target " + number + " (" + target.url() + ")";
    }
}
