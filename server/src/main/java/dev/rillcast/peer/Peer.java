package dev.rillcast.peer;

import dev.rillcast.dtls.DatagramPipe;
import dev.rillcast.dtls.DtlsException;
import dev.rillcast.dtls.DtlsHandshake;
import dev.rillcast.dtls.DtlsIdentity;
import dev.rillcast.dtls.DtlsSession;
import dev.rillcast.dtls.SrtpKeys;
import dev.rillcast.ice.IceCredentials;
import dev.rillcast.ice.IceLite;
import dev.rillcast.peer.DoorFigures.Handshake;
import dev.rillcast.peer.DoorFigures.Refused;
import dev.rillcast.rtp.RtcpReader;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.IceFragment;
import dev.rillcast.sdp.Offer;
import dev.rillcast.srtp.SrtpReceiver;
import dev.rillcast.srtp.SrtpSender;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebRTC connection with a client that sends to us: ICE-lite, DTLS, SRTP, and the media in it.
 *
 * <p>Owned by the UDP door's thread, but for the handshake, which has a virtual thread of its own
 * and gives the keys back to the door, and for what is public, which any thread may call.
 *
 * <p>An ICE restart gives the client another way, from another address maybe; DTLS, SRTP and the
 * media go on as if nothing had been.
 */
public final class Peer implements RtcpReader.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** So long may a client take for its first valid check and for the handshake. */
    private static final long CONNECT_LIMIT = 20_000_000_000L;

    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** After so long without a packet there is something that will never come. */
    private static final long HOLE = 300_000_000;

    /** A way is nominated a little after the first media came by it. */
    private static final long HOLE_MEMORY = 2_000_000_000;

    private final UdpDoor door;
    private final IceLite ice;
    private final String answer;
    private final DtlsIdentity identity;
    private final PeerEvents events;
    private final MediaReceiver media;
    private final Feedback feedback;
    private final DatagramPipe pipe;
    private final EarlyPackets early = new EarlyPackets();
    private final long created;

    /** Replaced under this object's lock. */
    private volatile Agreement agreement;

    /** When a packet last came that SRTP vouches for. */
    private long lastHeard;

    /** When the latest hole ended. */
    private long holeEnd;

    private volatile @Nullable Path path;
    private long lastCheck; // by the path
    private @Nullable SrtpReceiver receiver;
    private @Nullable SrtpSender sender;
    private boolean handshaking;
    private boolean closed;

    Peer(
            UdpDoor door,
            Agreement agreement,
            DtlsIdentity identity,
            String answer,
            PeerEvents events,
            MediaTerms terms,
            long now) {
        this.door = door;
        this.agreement = agreement;
        this.ice = new IceLite(agreement.local(), agreement.remoteUfrag(), now);
        this.identity = identity;
        this.answer = answer;
        this.events = events;
        this.media =
                new MediaReceiver(
                        agreement.tracks(),
                        terms.maxDelay(),
                        door.pool(),
                        door.figures().received(),
                        events,
                        now);
        this.feedback =
                new Feedback(media, terms.keyFrameInterval().toNanos(), this::sendRtcp, now);
        this.pipe = new DatagramPipe(this::send);
        this.created = now;
        this.lastHeard = now;
        this.holeEnd = now - HOLE_MEMORY;
    }

    /** The SDP answer to the client's first offer. */
    public String answer() {
        return answer;
    }

    /** Whether an offer is another one of this connection, and not of a new one. */
    public boolean isOf(Offer offer) {
        return agreement.isOf(offer);
    }

    /** Our ICE user name fragment that the client was told last; new with each ICE restart. */
    public String iceUfrag() {
        return agreement.local().ufrag();
    }

    /**
     * Takes another offer of this connection, which is an ICE restart if its credentials are new
     * (RFC 8839 4.4.1.1.1).
     *
     * @return the SDP answer
     * @throws BadOfferException if its credentials can't be, or it has other tracks than before
     */
    public synchronized String restart(Offer offer) throws BadOfferException {
        if (!offer.tracks().equals(agreement.tracks())) {
            throw new BadOfferException(
                    "an ICE restart has the tracks of before; for others a new connection is needed");
        }
        agree(agreement.with(offer.iceUfrag(), offer.icePwd(), door.random()));
        return agreement.answer(offer, identity.fingerprint(), door.candidates());
    }

    /**
     * The same of the ICE part alone (RFC 9725 4.3.3).
     *
     * @return ours
     * @throws BadOfferException if its credentials can't be
     */
    public synchronized IceFragment restart(IceFragment client) throws BadOfferException {
        agree(agreement.with(client.ufrag(), client.password(), door.random()));
        IceCredentials local = agreement.local();
        return client.answer(local.ufrag(), local.password(), door.candidates());
    }

    /** Posted under the lock, so that the last one who was answered is the one who counts. */
    private void agree(Agreement next) {
        boolean restart = !next.local().equals(agreement.local());
        agreement = next;
        if (restart) {
            door.post(
                    () -> {
                        ice.restart(next.local(), next.remoteUfrag());
                        door.renamed(this);
                    });
        }
    }

    /** Asks the client for a key frame soon. */
    public void wantKeyFrame() {
        feedback.wantKeyFrame();
    }

    /** What has come in by now, of each agreed track; still there when the connection is over. */
    public List<TrackFigures> figures() {
        return media.figures();
    }

    /** Ends the connection and tells the client so. */
    public void close() {
        end(Optional.empty());
    }

    IceLite ice() {
        return ice;
    }

    @Nullable Path path() {
        return path;
    }

    /**
     * A valid check came by this path; a nominating one makes it the path to send by (RFC 8445
     * 7.3.1.5), and so does any, if for the one of before consent has expired (RFC 7675 5.1).
     */
    void validated(Path from, boolean nominated, long now) {
        Path before = path;
        if (before == null || nominated || now - lastCheck > IceLite.CONSENT_NANOS) {
            path = from;
            lastCheck = now;
            boolean hole = now - lastHeard > HOLE || now - holeEnd < HOLE_MEMORY;
            if (receiver != null && !from.equals(before) && hole) {
                feedback.goOnByAnotherWay(now);
            }
        } else if (from.equals(before)) {
            lastCheck = now;
        }
    }

    EarlyPackets early() {
        return early;
    }

    /** That path is no more; the next valid check brings another one. */
    void lost(Path gone) {
        if (gone.equals(path)) {
            path = null;
        }
    }

    /** The first check of an ICE restart came. */
    void restarted() {
        events.restarted();
    }

    /** Takes a DTLS record from a path that ICE has validated. */
    void dtls(byte[] datagram, InetAddress remote) {
        if (!handshaking) {
            if (!door.handshakes().begin(remote)) {
                door.figures().handshakes().add(Handshake.POSTPONED);
                return;
            }
            door.figures().handshakeBegins();
            handshaking = true;
            door.associate(() -> associate(remote));
        }
        pipe.offer(datagram);
    }

    /** The life of the DTLS association: handshake, keys to the door, and then wait for its end. */
    private void associate(InetAddress remote) {
        try {
            DtlsSession session = handshake(remote);
            door.figures().handshakes().add(Handshake.DONE);
            door.post(() -> keyed(session.keys()));
            DtlsSession.End end = session.awaitClose();
            end(
                    end == DtlsSession.End.FAILED
                            ? Optional.of("the secure connection with the browser broke")
                            : Optional.empty());
        } catch (DtlsException e) {
            door.figures().handshakes().add(Handshake.FAILED);
            end(Optional.of("no secure connection with the browser: " + e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a DTLS association broke", e);
            end(Optional.of("an error within the server broke the secure connection"));
        }
    }

    private DtlsSession handshake(InetAddress remote) throws DtlsException {
        try {
            return DtlsHandshake.accept(identity, agreement.fingerprint(), pipe, HANDSHAKE_LIMIT);
        } finally {
            door.figures().handshakeEnds();
            door.post(() -> door.handshakes().end(remote));
        }
    }

    private void keyed(SrtpKeys keys) {
        if (closed) {
            return;
        }
        receiver = new SrtpReceiver(keys.profile(), keys.clientKey(), keys.clientSalt());
        sender = new SrtpSender(keys.profile(), keys.serverKey(), keys.serverSalt());
        events.connected();
        early.release(
                (bytes, arrival) -> {
                    RtpPacket packet = door.pool().take();
                    if (!srtp(bytes, bytes.length, packet, arrival)) {
                        door.pool().give(packet);
                    }
                });
    }

    /**
     * Takes what came in the first bytes of an array, which stays the caller's.
     *
     * @param packet to be opened into
     * @return whether that was kept; else it stays the caller's, too
     */
    boolean srtp(byte[] bytes, int length, RtpPacket packet, long arrival) {
        SrtpReceiver srtp = receiver;
        if (srtp == null) {
            early.add(bytes, length, arrival);
            return false;
        }
        if (isRtcp(bytes)) {
            int clear = srtp.unprotectRtcp(bytes, 0, length);
            if (taken(clear)) {
                heard(arrival);
                RtcpReader.read(bytes, 0, clear, this);
            }
            return false;
        }
        int clear = srtp.unprotectRtp(bytes, 0, length, packet.buffer());
        if (!taken(clear)) {
            return false;
        }
        heard(arrival);
        return packet.parse(clear, arrival) && media.receive(packet);
    }

    private boolean taken(int clear) {
        if (clear < 0) {
            boolean again = clear == SrtpReceiver.REPLAYED;
            door.figures().refused().add(again ? Refused.REPLAYED : Refused.FORGED);
        }
        return clear > 0;
    }

    private void heard(long arrival) {
        if (arrival - lastHeard > HOLE) {
            holeEnd = arrival;
        }
        lastHeard = arrival;
    }

    /**
     * RTP and RTCP share the port; what would be payload types 64 to 95 with the marker is RTCP
     * (RFC 5761 4).
     */
    private static boolean isRtcp(byte[] packet) {
        int type = packet[1] & 0xFF;
        return type >= 192 && type <= 223;
    }

    @Override
    public void senderReport(int ssrc, long ntp, long timestamp) {
        media.senderReport(ssrc, ntp, timestamp, System.nanoTime());
    }

    @Override
    public void bye(int ssrc) {
        // A stream may end and another take its place; the connection's end is DTLS's to tell.
    }

    void handOver(long now) {
        media.handOver(now);
    }

    /** To be called every few milliseconds. */
    void tick(long now) {
        if (receiver != null) {
            feedback.tick(now);
        } else if (now - created > CONNECT_LIMIT) {
            end(
                    Optional.of(
                            "the browser did not reach the media port within 20 s:"
                                    + " a firewall may block it"));
        }
        if (receiver != null && ice.consentExpired(now) && silent(now)) {
            path = null; // nothing may be sent any more, not even that this is the end
            end(Optional.of("nothing was heard from the browser for 30 s"));
        }
    }

    /** Pion checks no more (RFC 7675 5.1) while packets flow both ways, so these count, too. */
    private boolean silent(long now) {
        return now - lastHeard > IceLite.CONSENT_NANOS;
    }

    private void sendRtcp(byte[] buffer, int length) {
        SrtpSender srtp = sender;
        Path to = path;
        if (srtp != null && to != null) {
            to.send(buffer, 0, srtp.protectRtcp(buffer, 0, length));
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        Path to = path;
        if (to != null) {
            to.send(bytes, offset, length);
        }
    }

    /** Ends the connection, for a reason that the other rooms are told; on any thread. */
    void end(Optional<String> reason) {
        door.post(
                () -> {
                    if (!closed) {
                        closed = true;
                        door.remove(this);
                        pipe.close();
                        early.clear();
                        events.closed(reason);
                    }
                });
    }
}
