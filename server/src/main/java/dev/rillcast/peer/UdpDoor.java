package dev.rillcast.peer;

import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.ice.Candidate;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.sdp.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media port by which all clients come in, by UDP or TCP, and the one thread that owns its
 * peers.
 *
 * <p>It has a socket for each address of the machine, since an answer must leave from the address
 * that was asked. While there are peers it drains the sockets and then rests for three
 * milliseconds, or five with many peers, which costs a third of a wake-up for each packet; without
 * peers it sleeps until something comes.
 */
public final class UdpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpDoor.class);

    /**
     * 3 ms: waking a sleeping core costs 40 µs and more on virtual machines, many times what a
     * packet costs. At 25 streams this rest takes half the CPU time of one of 1 ms.
     */
    private static final long REST = 3_000_000;

    /** With many peers CPU is scarcer than time: 10 % less of it for 1 ms more on average. */
    private static final long LONG_REST = 5_000_000;

    private static final int MANY_PEERS = 20;

    /** In place of a moment: nobody is here, so nothing is late. */
    private static final long ASLEEP = Long.MIN_VALUE;

    private static final long TICK = 5_000_000;

    private static final Duration FAREWELL_LIMIT = Duration.ofMillis(500);

    private final List<String> candidates;
    private final DtlsIdentity identity;
    private final MediaTerms terms;
    private final SecureRandom random = new SecureRandom();
    private final Selector selector;
    private final PacketPool pool = new PacketPool();
    private final PeerTable peers = new PeerTable();
    private final Handshakes handshakes = new Handshakes();
    private final Demultiplexer demultiplexer = new Demultiplexer(peers, pool);
    private final UdpSockets udp;
    private final TcpConnections tcp;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Thread> associations = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().name("udp-door").unstarted(this::run);
    private final DoorFigures figures = new DoorFigures();
    private long nextTick;
    private volatile long round = ASLEEP; // when the present one began
    private volatile boolean closed;

    private UdpDoor(
            List<String> candidates,
            TcpListeners listeners,
            DtlsIdentity identity,
            MediaTerms terms)
            throws IOException {
        this.candidates = candidates;
        this.identity = identity;
        this.terms = terms;
        this.selector = Selector.open();
        this.udp = new UdpSockets(selector);
        this.tcp = new TcpConnections(listeners, selector, demultiplexer);
    }

    /** The same without TCP, and with the usual delay. */
    public static UdpDoor open(
            HostAddresses addresses, int port, DtlsIdentity identity, Duration keyFrameInterval)
            throws IOException {
        MediaTerms terms = new MediaTerms(keyFrameInterval, Duration.ofMillis(400));
        return open(addresses, port, TcpListeners.none(), identity, terms);
    }

    /**
     * Opens the port on all addresses and starts the thread.
     *
     * @param listeners for TCP; the door's from now on
     * @throws java.net.BindException if the port is in use
     */
    public static UdpDoor open(
            HostAddresses addresses,
            int port,
            TcpListeners listeners,
            DtlsIdentity identity,
            MediaTerms terms)
            throws IOException {
        List<String> candidates =
                Candidate.hosts(addresses.announced(), port, listeners.port()).stream()
                        .map(Candidate::toAttribute)
                        .toList();
        UdpDoor door = new UdpDoor(candidates, listeners, identity, terms);
        try {
            for (InetAddress address : addresses.bound()) {
                door.udp.bind(new InetSocketAddress(address, port));
            }
        } catch (IOException e) {
            door.release();
            throw e;
        }
        door.thread.start();
        return door;
    }

    /**
     * Takes an offer on; the peer waits for its client from now on.
     *
     * @throws BadOfferException if its credentials or its fingerprint can't be
     */
    public Peer accept(Offer offer, PeerEvents events) throws BadOfferException {
        Agreement agreement = Agreement.on(offer, random);
        String answer = agreement.answer(offer, identity.fingerprint(), candidates);
        Peer peer = new Peer(this, agreement, identity, answer, events, terms, System.nanoTime());
        post(
                () -> {
                    peers.add(peer);
                    figures.peers(peers.all().size());
                });
        return peer;
    }

    SecureRandom random() {
        return random;
    }

    /** The values of our {@code a=candidate} lines. */
    List<String> candidates() {
        return candidates;
    }

    /** The peer's checks name other fragments of ours than before. */
    void renamed(Peer peer) {
        peers.renamed(peer);
    }

    /** Runs a task on the door's thread, in the order of posting. */
    void post(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    void remove(Peer peer) {
        peers.remove(peer);
        figures.peers(peers.all().size());
        tcp.leave(peer, System.nanoTime());
    }

    /** Runs what one peer's DTLS does, on a thread of its own that {@link #close} waits for. */
    void associate(Runnable association) {
        associations.removeIf(thread -> !thread.isAlive());
        associations.add(Thread.ofVirtual().name("dtls").start(association));
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /** What it has seen and done. */
    public DoorFigures figures() {
        return figures;
    }

    /** Whether its thread runs, without which no media comes in. */
    public boolean open() {
        return thread.isAlive();
    }

    /**
     * How long its present round has lasted, in nanoseconds; a few milliseconds are usual.
     *
     * @param now {@link System#nanoTime()}
     */
    public long behind(long now) {
        long began = round;
        return began == ASLEEP ? 0 : now - began;
    }

    PacketPool pool() {
        return pool;
    }

    private void run() {
        try {
            while (!closed) {
                begin(System.nanoTime());
                udp.drain(demultiplexer);
                tcp.drain(System.nanoTime());
                handOver(System.nanoTime());
                runTasks();
                tick(System.nanoTime());
                tcp.flush(System.nanoTime());
                rest();
            }
        } catch (IOException e) {
            LOG.error("the media port broke", e);
        } finally {
            peers.all().forEach(peer -> peer.end(Optional.of("the media port was closed")));
            runTasks();
            tcp.flush(System.nanoTime());
            release();
        }
    }

    private void begin(long now) {
        if (round != ASLEEP) {
            figures.rounds().record(now - round);
        }
        round = now;
    }

    /** Wakes the threads of all broadcasts that have frames now, together. */
    private void handOver(long now) {
        for (Peer peer : peers.all()) {
            peer.handOver(now);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the media port broke", e);
            }
        }
    }

    private void tick(long now) {
        if (now - nextTick >= 0) {
            nextTick = now + TICK;
            for (Peer peer : peers.all()) {
                peer.tick(now);
            }
        }
    }

    private void rest() throws IOException {
        if (!peers.isEmpty() || !tcp.isIdle(System.nanoTime())) {
            LockSupport.parkNanos(peers.size() < MANY_PEERS ? REST : LONG_REST);
        } else if (tasks.isEmpty()) {
            round = ASLEEP;
            selector.select();
            selector.selectedKeys().clear();
        }
    }

    private void release() {
        try {
            udp.close();
            tcp.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("the media port did not close cleanly", e);
        }
    }

    /** Ends all peers, tells their clients so, and frees the port; takes a second at most. */
    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        post(() -> peers.all().forEach(Peer::close));
        try {
            awaitFarewells();
            closed = true;
            selector.wakeup();
            thread.join(FAREWELL_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The sockets must stay open until each close_notify is out. */
    private void awaitFarewells() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        post(() -> post(told::countDown)); // behind what the peers post when they close
        long deadline = System.nanoTime() + FAREWELL_LIMIT.toNanos();
        if (told.await(FAREWELL_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
            for (Thread association : associations) {
                association.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        }
    }
}
