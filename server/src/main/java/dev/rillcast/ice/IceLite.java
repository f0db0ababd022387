package dev.rillcast.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE with one peer (RFC 8445 2.5, 7.3): answers the peer's checks and always is
 * the controlled one. Belongs to the thread that reads the socket; {@link #lastCheck()} and {@link
 * #consentExpired} may be called from any.
 *
 * <p>An ICE restart brings new credentials; those of before hold until the first valid check with
 * the new ones has come (RFC 8445 2.4), so that nothing is lost should the restart fail.
 */
public final class IceLite {
    /** RFC 7675 5.1: consent ends 30 s after the last valid check. */
    public static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    private Generation present;
    private @Nullable Generation next; // of a restart that no check has confirmed yet
    private volatile long lastCheck;

    /**
     * What a check is known by.
     *
     * @param username the fragment of the one who is asked comes first (RFC 8445 7.2.2)
     */
    private record Generation(IceCredentials local, String username, MessageIntegrity integrity) {
        static Generation of(IceCredentials local, String remoteUfrag) {
            IceCredentials.require("ice-ufrag", remoteUfrag, 4);
            String username = local.ufrag() + ":" + remoteUfrag;
            return new Generation(local, username, new MessageIntegrity(local.password()));
        }

        boolean knows(StunMessage request) {
            return username.equals(request.username()) && integrity.verify(request);
        }
    }

    /**
     * @param remoteUfrag as in the peer's SDP
     * @param now {@link System#nanoTime()}; the first check has 30 s from here
     * @throws IllegalArgumentException when the fragment is not what RFC 8839 allows
     */
    public IceLite(IceCredentials local, String remoteUfrag, long now) {
        this.present = Generation.of(local, remoteUfrag);
        this.lastCheck = now;
    }

    /**
     * Begins an ICE restart, in place of one that no check has confirmed.
     *
     * @param remoteUfrag as in the peer's new SDP
     * @throws IllegalArgumentException when the fragment is not what RFC 8839 allows
     */
    public void restart(IceCredentials local, String remoteUfrag) {
        next = Generation.of(local, remoteUfrag);
    }

    /** Our credentials that the latest valid check had; those of the offer before there was one. */
    public IceCredentials local() {
        return present.local;
    }

    /** Our fragments that checks may name at present. */
    public List<String> ufrags() {
        String ufrag = present.local.ufrag();
        return next == null ? List.of(ufrag) : List.of(ufrag, next.local.ufrag());
    }

    /** When the last valid check came, or this object was made; in the time of {@code now}. */
    public long lastCheck() {
        return lastCheck;
    }

    /** Whether the peer has been silent for so long that nothing may be sent to it any more. */
    public boolean consentExpired(long now) {
        return now - lastCheck > CONSENT_NANOS;
    }

    /**
     * Takes a datagram that looks like STUN.
     *
     * @param source where it came from
     * @param now {@link System#nanoTime()}
     * @return null when there is to be no answer at all: it is no binding request, or not from
     *     somebody who knows the password. A stranger gets nothing that tells of us, and nothing
     *     that could be turned on a third party.
     */
    public @Nullable IceCheck check(
            byte[] packet, int offset, int length, InetSocketAddress source, long now) {
        StunMessage request = StunMessage.parse(packet, offset, length);
        if (request == null || !request.isBindingRequest() || !request.hasValidFingerprint()) {
            return null;
        }
        Generation asked = asked(request);
        if (asked == null) {
            return null;
        }
        int[] unknown = request.unknownRequired();
        if (unknown.length > 0) {
            return error(
                    asked,
                    new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                            .errorCode(UNKNOWN_ATTRIBUTE, "Unknown Attribute")
                            .unknownAttributes(unknown));
        }
        if (request.isFromControlled()) {
            // RFC 8445 6.1.1: facing a lite agent the full one controls. 487 makes it switch.
            return error(
                    asked,
                    new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                            .errorCode(ROLE_CONFLICT, "Role Conflict"));
        }
        lastCheck = now;
        boolean restarted = asked.equals(next);
        if (restarted) {
            present = asked;
            next = null;
        }
        byte[] response =
                new StunWriter(StunMessage.BINDING_SUCCESS, request.transactionId())
                        .xorMappedAddress(source)
                        .finish(asked.integrity);
        return new IceCheck(response, true, request.nominates(), restarted);
    }

    private @Nullable Generation asked(StunMessage request) {
        Generation restart = next;
        if (restart != null && restart.knows(request)) {
            return restart;
        }
        return present.knows(request) ? present : null;
    }

    private static IceCheck error(Generation asked, StunWriter response) {
        return new IceCheck(response.finish(asked.integrity), false, false, false);
    }
}
