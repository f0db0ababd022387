package dev.rillcast.ice;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lite side of ICE with one peer (RFC 8445 2.5, 7.3): answers the peer's checks and always is
 * the controlled one. Belongs to the thread that reads the socket; {@link #lastCheck()} and {@link
 * #consentExpired} may be called from any.
 */
public final class IceLite {
    /** RFC 7675 5.1: consent ends 30 s after the last valid check. */
    public static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    private final IceCredentials local;
    private final String username;
    private final MessageIntegrity integrity;
    private volatile long lastCheck;

    /**
     * @param remoteUfrag as in the peer's SDP
     * @param now {@link System#nanoTime()}; the first check has 30 s from here
     * @throws IllegalArgumentException when the fragment is not what RFC 8839 allows
     */
    public IceLite(IceCredentials local, String remoteUfrag, long now) {
        IceCredentials.require("ice-ufrag", remoteUfrag, 4);
        this.local = local;
        // RFC 8445 7.2.2: the fragment of the one who is asked comes first.
        this.username = local.ufrag() + ":" + remoteUfrag;
        this.integrity = new MessageIntegrity(local.password());
        this.lastCheck = now;
    }

    public IceCredentials local() {
        return local;
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
        if (request == null
                || !request.isBindingRequest()
                || !request.hasValidFingerprint()
                || !username.equals(request.username())
                || !integrity.verify(request)) {
            return null;
        }
        int[] unknown = request.unknownRequired();
        if (unknown.length > 0) {
            return error(
                    new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                            .errorCode(UNKNOWN_ATTRIBUTE, "Unknown Attribute")
                            .unknownAttributes(unknown));
        }
        if (request.isFromControlled()) {
            // RFC 8445 6.1.1: facing a lite agent the full one controls. 487 makes it switch.
            return error(
                    new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                            .errorCode(ROLE_CONFLICT, "Role Conflict"));
        }
        lastCheck = now;
        byte[] response =
                new StunWriter(StunMessage.BINDING_SUCCESS, request.transactionId())
                        .xorMappedAddress(source)
                        .finish(integrity);
        return new IceCheck(response, true, request.nominates());
    }

    private IceCheck error(StunWriter response) {
        return new IceCheck(response.finish(integrity), false, false);
    }
}
