package dev.rillcast.broadcast;

import dev.rillcast.broadcast.TargetStatus.Stage;
import dev.rillcast.media.Codec;
import dev.rillcast.media.DataMessage;
import dev.rillcast.media.Discontinuity;
import dev.rillcast.media.Frame;
import dev.rillcast.output.Target;
import dev.rillcast.queue.NotSentException;
import dev.rillcast.report.BroadcastHistory;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.report.Report;
import dev.rillcast.report.TargetMoment;
import dev.rillcast.rtmp.ScriptData;
import dev.rillcast.rtp.SenderReport;
import dev.rillcast.sdp.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broadcast: hands what its publisher sends to the outputs, one for each target, until the
 * publisher or the last output has ended.
 *
 * <p>{@link #run} is its whole life, on a virtual thread. While the publisher's connection is lost
 * the outputs go on, for a time.
 */
public final class Broadcast {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

    private final String id;
    private final BroadcastLog log;
    private final BroadcastHistory history = new BroadcastHistory(System.nanoTime());
    private final Set<Codec> codecs;
    private final LongSupplier clock;
    private final BroadcastListener listener;
    private final Outputs outputs;
    private final boolean resumable;
    private final Course course;
    private final Media media = new Media();
    private final Source source = new Source(media);
    private final Milestone published = new Milestone();
    private final Milestone ended = new Milestone();
    private volatile @Nullable Report last; // once it has ended

    /**
     * @param feed what its outputs share
     */
    Broadcast(String id, Feed feed, List<Target> targets, BroadcastListener listener) {
        this.id = id;
        this.codecs = feed.codecs();
        BroadcastTerms terms = feed.terms();
        this.clock = feed.clock();
        this.log = feed.log();
        this.listener = listener;
        Transcoding transcoding = new Transcoding(id, feed, source::wantKeyFrame);
        List<Output> each = new ArrayList<>();
        for (Target target : targets) {
            Retry retry = new Retry(terms.retry(), RandomGenerator.getDefault());
            each.add(new Output(each.size() + 1, target, feed, retry, transcoding, new Outcomes()));
        }
        this.outputs = new Outputs(each, transcoding);
        this.course = new Course(each, terms.gap());
        this.resumable = terms.gap().isPositive();
    }

    /** Lives from the first word to an ingest to the last one; {@link #end} tells of it. */
    void run() {
        outputs.transcode();
        outputs.forEach(this::start);
        try {
            course.awaitOver(outputs::handOver);
        } catch (InterruptedException e) {
            course.fail(Failure.server("the server stops"));
        } finally {
            source.close();
            outputs.stop();
            course.awaitOutputs();
        }
    }

    private void start(Output output) {
        LOG.info("broadcast {} to {} begins", id, output);
        Thread.ofVirtual()
                .name("output-" + id + "-" + output.number())
                .start(() -> outputEnded(output, output.run()));
    }

    private void outputEnded(Output output, Optional<Failure> why) {
        output.ended(why);
        boolean others = course.ended(output, why);
        if (others && why.isPresent()) {
            listener.status(
                    new TargetStatus(
                            output.number(), Stage.FAILED, why.get().message(), output.video()));
        }
    }

    /** How it goes or, at its end, how it went. May be called on any thread. */
    public Report report() {
        Report report = last;
        return report != null ? report : log.report(source.figures(), System.nanoTime());
    }

    /** Its figures over time. */
    public BroadcastHistory history() {
        return history;
    }

    /** Whom the operator sees as its publisher: data of a stranger. */
    public String publisher() {
        return listener.publisher();
    }

    /**
     * Takes another row of its history; one thread at a time does.
     *
     * @param at by the clock on the wall
     * @param now the same of {@link System#nanoTime()}
     */
    void sample(Instant at, long now) {
        history.sample(report(), outputs.waiting(now), at, now);
    }

    /** How its targets do now, of {@link System#nanoTime()}; the totals then know of it. */
    public List<TargetMoment> targets(long now) {
        return log.settle(now);
    }

    /** Whether its publisher knows how to come back: a page does, and WHIP does not. */
    public boolean resumable() {
        return resumable;
    }

    /** Why it ends, if nobody stopped it. */
    Optional<Failure> failure() {
        return course.failure();
    }

    /** Makes its last report. */
    Report conclude() {
        Optional<String> why = failure().map(Failure::message);
        Report report = log.end(why, source.figures(), System.nanoTime());
        last = report;
        String reason = why.map(text -> ": " + text).orElse("");
        LOG.info("broadcast {} ended{} ({})", id, reason, report.summary());
        return report;
    }

    /** Tells all who wait for it that it is over. */
    void end() {
        Optional<Failure> why = failure();
        published.reach(Optional.of(why.orElse(Failure.server("the broadcast was stopped"))));
        try {
            listener.ended(why, report());
        } finally {
            ended.reach(why);
        }
    }

    /** What comes from the publisher. */
    private final class Media implements Source.Listener {
        @Override
        public void connected(boolean again) {
            log.connected(again, System.nanoTime());
            if (again) {
                outputs.offer(new Discontinuity(clock.getAsLong()));
            } else {
                outputs.forEach(Output::connected);
            }
            lostBy(null);
        }

        @Override
        public void restarted() {
            log.publisherMoved(System.nanoTime());
        }

        @Override
        public boolean frame(Frame frame) {
            log.frame(frame.arrival());
            return outputs.offer(frame);
        }

        @Override
        public void handOver() {
            outputs.handOver();
        }

        @Override
        public void report(Codec codec, SenderReport report) {
            outputs.report(codec, report);
        }

        @Override
        public void lost(String reason) {
            log.publisherLost(reason, System.nanoTime());
            lostBy(reason);
        }

        private void lostBy(@Nullable String reason) {
            outputs.lost(reason != null);
            course.lostBy(reason, System.nanoTime());
        }

        @Override
        public void gone(Optional<String> reason) {
            reason.ifPresent(text -> course.fail(new Failure(Failure.Kind.PUBLISHER_LOST, text)));
            stop();
        }
    }

    /** What comes of the outputs. */
    private final class Outcomes implements Output.Listener {
        @Override
        public void status(TargetStatus status) {
            listener.status(status);
        }

        @Override
        public void published(Output output) {
            published.reach(Optional.empty());
        }

        @Override
        public boolean lost(Output output, Failure why) {
            return course.refused(output, why, published.isReached());
        }
    }

    public String id() {
        return id;
    }

    /** Of the publisher's tracks. */
    public Set<Codec> codecs() {
        return codecs;
    }

    /** The codec that its publisher's video must have, who comes back. */
    public Set<Codec> videoCodecs() {
        Set<Codec> video = codecs.stream().filter(Codec::video).collect(Collectors.toSet());
        return video.isEmpty() ? Offer.H264 : video;
    }

    /**
     * Decides what can be decided before it runs; who does not run it must {@link #discard} it.
     *
     * @throws NotStartedException if a transcoder is needed and none is free
     */
    void plan() throws NotStartedException {
        outputs.plan();
    }

    /** Gives back what it has, as it will not be run. */
    void discard() {
        source.close();
        outputs.stop();
    }

    /** Whether any of its video is transcoded. */
    public boolean transcodes() {
        return outputs.transcoded();
    }

    Source source() {
        return source;
    }

    /** Where the publisher's media goes. */
    Source.Listener media() {
        return media;
    }

    /**
     * Sends data to those who watch, in order, at the time of the latest frame that has come in.
     * Before the first frame was sent it waits for that. May be called on any thread; never waits.
     *
     * @param handlerName {@code onMetaData} or {@code onCuePoint}
     * @param values maps, lists, texts, numbers, booleans and null; keys keep their order
     * @throws NotSentException when the broadcast is over, too much waits already for every target,
     *     or AMF0 can't hold the values
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
        outputs.offer(message);
    }

    /**
     * Begins the end; {@link #awaitEnd} waits for it. May be called more than once, on any thread.
     */
    public void stop() {
        course.end();
        outputs.stop();
    }

    /** Ends it as the server's doing, with the reason for the publisher. */
    public void stop(String reason) {
        course.fail(Failure.server(reason));
        stop();
    }

    /** Waits until an ingest has taken the stream; the failure says why none has. */
    public Optional<Failure> awaitPublished(Duration limit) throws InterruptedException {
        return published.await(
                limit, new Failure(Failure.Kind.RTMP_FAILED, "the ingest did not answer in time"));
    }

    /** Waits until the RTMP streams are closed. */
    public void awaitEnd(Duration limit) throws InterruptedException {
        var _ = ended.await(limit, Failure.server("the broadcast did not end in time"));
    }
}
