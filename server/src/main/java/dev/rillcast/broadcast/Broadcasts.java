package dev.rillcast.broadcast;

import dev.rillcast.admission.Admission;
import dev.rillcast.broadcast.NotStartedException.Reason;
import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.peer.BadOfferException;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.report.EndedBroadcasts;
import dev.rillcast.report.EndedBroadcasts.Ended;
import dev.rillcast.report.EndedReports;
import dev.rillcast.report.History;
import dev.rillcast.report.Report;
import dev.rillcast.report.Totals;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.Offer;
import dev.rillcast.tally.Counts;
import dev.rillcast.transcode.Transcoders;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The broadcasts that run, and the reports of those that ran. Safe for all threads. */
public final class Broadcasts implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofMillis(1_500);

    private final UdpDoor door;
    private final OutputPolicy policy;
    private final BroadcastTerms terms;
    private final Transcoders transcoders;
    private final Admission admission;
    private final LongSupplier clock;
    private final Map<String, Broadcast> running = new ConcurrentHashMap<>();
    private final Totals totals = new Totals();
    private final LongAdder begun = new LongAdder();
    private final Counts<Reason> refused = new Counts<>(Reason.class);
    private final Counts<Failure.Kind> failed = new Counts<>(Failure.Kind.class);
    private final EndedReports ended = new EndedReports();
    private final EndedBroadcasts recent = new EndedBroadcasts();
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock entry = new ReentrantLock();
    private boolean closed; // guarded by entry

    public Broadcasts(
            UdpDoor door,
            OutputPolicy policy,
            BroadcastTerms terms,
            Transcoders transcoders,
            Admission admission) {
        this(door, policy, terms, transcoders, admission, System::nanoTime);
    }

    Broadcasts(
            UdpDoor door,
            OutputPolicy policy,
            BroadcastTerms terms,
            Transcoders transcoders,
            Admission admission,
            LongSupplier clock) {
        this.door = door;
        this.policy = policy;
        this.terms = terms;
        this.transcoders = transcoders;
        this.admission = admission;
        this.clock = clock;
    }

    /** A broadcast that has begun, and the SDP answer for its publisher. */
    public record Started(Broadcast broadcast, String answer) {}

    /**
     * Begins a broadcast; it waits for the publisher while the ingests are being reached.
     *
     * @param targets one or more
     * @param picture what the publisher's camera gives, if that is told
     * @param resumable whether the publisher knows how to come back, so that it is waited for
     * @throws NotStartedException if the offer's ICE or DTLS part can't be, as many run as may, or
     *     the server stops
     */
    public Started start(
            Offer offer,
            List<Target> targets,
            Optional<PictureSize> picture,
            boolean resumable,
            BroadcastListener listener)
            throws NotStartedException {
        Started started = enter(offer, targets, picture, resumable, listener);
        Broadcast broadcast = started.broadcast();
        Thread.ofVirtual()
                .name("broadcast-" + broadcast.id())
                .start(
                        () -> {
                            try {
                                broadcast.run();
                            } finally {
                                end(broadcast);
                            }
                        });
        return started;
    }

    private void end(Broadcast broadcast) {
        try {
            Report report = broadcast.conclude();
            ended.keep(report, System.nanoTime());
            recent.keep(new Ended(report, broadcast.publisher(), broadcast.history()));
        } finally {
            running.remove(broadcast.id()); // before anybody hears of it
            broadcast.failure().ifPresent(why -> failed.add(why.kind()));
            broadcast.end();
        }
    }

    private static Set<Codec> codecs(Offer offer) {
        return offer.tracks().stream()
                .map(AgreedTrack::codec)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who is refused costs next to nothing: what a broadcast needs is made after that. */
    private Started enter(
            Offer offer,
            List<Target> targets,
            Optional<PictureSize> picture,
            boolean resumable,
            BroadcastListener listener)
            throws NotStartedException {
        entry.lock();
        try {
            if (closed) {
                throw new NotStartedException(Reason.UNAVAILABLE, "the server stops");
            }
            Optional<String> refusal = admission.refusal(running.size());
            if (refusal.isPresent()) {
                throw new NotStartedException(Reason.UNAVAILABLE, refusal.get());
            }
            String id = newId();
            Broadcast broadcast =
                    new Broadcast(id, feed(id, offer, picture, resumable), targets, listener);
            String answer = plan(offer, broadcast);
            running.put(id, broadcast);
            admission.begun();
            begun.increment();
            return new Started(broadcast, answer);
        } catch (NotStartedException e) {
            refused.add(e.reason());
            throw e;
        } finally {
            entry.unlock();
        }
    }

    private Feed feed(String id, Offer offer, Optional<PictureSize> picture, boolean resumable) {
        return new Feed(
                codecs(offer),
                offer.stereo(),
                policy,
                resumable ? terms : terms.withoutGap(),
                clock,
                new BroadcastLog(id, Instant.now(), System.nanoTime(), totals),
                transcoders,
                picture);
    }

    private String plan(Offer offer, Broadcast broadcast) throws NotStartedException {
        try {
            broadcast.plan();
            return connect(offer, broadcast);
        } catch (NotStartedException e) {
            broadcast.discard();
            throw e;
        }
    }

    private String connect(Offer offer, Broadcast broadcast) throws NotStartedException {
        try {
            return broadcast.source().connect(door, offer);
        } catch (BadOfferException e) {
            throw new NotStartedException(Reason.BAD_OFFER, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Lets the publisher of a broadcast come back by another connection.
     *
     * @return the SDP answer
     * @throws NotStartedException if the offer can't be, or has other codecs than the broadcast
     */
    public String resume(Broadcast broadcast, Offer offer) throws NotStartedException {
        if (!codecs(offer).equals(broadcast.codecs())) {
            throw new NotStartedException(
                    Reason.BAD_OFFER,
                    "a broadcast is resumed with the codecs that it has: "
                            + broadcast.codecs()
                            + ", not "
                            + codecs(offer));
        }
        return connect(offer, broadcast);
    }

    /**
     * Our ICE user name fragment, which tells one ICE session of a broadcast from the next; empty
     * if there is no connection at present.
     */
    public Optional<String> iceUfrag(Broadcast broadcast) {
        return broadcast.source().iceUfrag();
    }

    /**
     * Restarts the ICE of a broadcast's connection, which the publisher has told of without an
     * offer.
     *
     * @return our part of it; empty if there is no connection at present
     * @throws NotStartedException if the publisher's credentials can't be
     */
    public Optional<IceFragment> restart(Broadcast broadcast, IceFragment client)
            throws NotStartedException {
        try {
            return broadcast.source().restart(client);
        } catch (BadOfferException e) {
            throw new NotStartedException(Reason.BAD_OFFER, String.valueOf(e.getMessage()));
        }
    }

    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Optional<Broadcast> find(String id) {
        return Optional.ofNullable(running.get(id));
    }

    /**
     * How a broadcast goes or, for an hour after its end, how it went.
     *
     * @param now of {@link System#nanoTime}
     */
    public Optional<Report> report(String id, long now) {
        return find(id).map(Broadcast::report).or(() -> ended.find(id, now));
    }

    /** All that run, in no order. */
    public List<Broadcast> running() {
        return List.copyOf(running.values());
    }

    /** Those that ended last, the youngest first. */
    public List<Ended> recentlyEnded() {
        return recent.all();
    }

    /**
     * Takes a row of each one's history. To be called by one thread, every {@link
     * History#INTERVAL}.
     *
     * @param at by the clock on the wall
     * @param now the same of {@link System#nanoTime()}
     */
    public void sample(Instant at, long now) {
        running.values().forEach(broadcast -> broadcast.sample(at, now));
    }

    /** What all of them did since the server's start, but for what none has settled yet. */
    public Totals totals() {
        return totals;
    }

    /** How many have begun. */
    public long started() {
        return begun.sum();
    }

    /** How many did not begin. */
    public Counts<Reason> refused() {
        return refused;
    }

    /** How many ended though nobody stopped them. */
    public Counts<Failure.Kind> failed() {
        return failed;
    }

    public int count() {
        return running.size();
    }

    /** Whether another may begin, and how busy the machine is. */
    public Admission admission() {
        return admission;
    }

    /** How many of them pass all their video through as it comes. */
    public int passingThrough() {
        return (int) running.values().stream().filter(each -> !each.transcodes()).count();
    }

    /** Whether video that can't pass through can be had at all. */
    public boolean transcodes() {
        return transcoders.max() > 0;
    }

    private void refuseOthers() {
        entry.lock();
        try {
            closed = true;
        } finally {
            entry.unlock();
        }
    }

    /** Ends all, so that no ingest is left with a stream that just stops; no other begins. */
    @Override
    public void close() {
        refuseOthers();
        List<Broadcast> ending = List.copyOf(running.values());
        ending.forEach(broadcast -> broadcast.stop("the server stops"));
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        for (Broadcast broadcast : ending) {
            try {
                broadcast.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
