package dev.rillcast.peer;

import dev.rillcast.dtls.Fingerprint;
import dev.rillcast.ice.IceCredentials;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.Answer;
import dev.rillcast.sdp.Offer;
import java.security.SecureRandom;
import java.util.List;

/**
 * What client and server have agreed on by offer and answer. All of it stays as long as the
 * connection does but the ICE credentials, which restarts replace.
 *
 * @param origin of the client's session (RFC 8866 5.2)
 * @param session the number of ours
 * @param version how many times we have answered
 * @param remoteUfrag the client's, as is the fingerprint
 * @param local our credentials, of which the client was told last
 */
record Agreement(
        String origin,
        Fingerprint fingerprint,
        List<AgreedTrack> tracks,
        long session,
        int version,
        String remoteUfrag,
        IceCredentials local) {

    /**
     * @throws BadOfferException if the credentials or the fingerprint can't be
     */
    static Agreement on(Offer offer, SecureRandom random) throws BadOfferException {
        try {
            var remote = new IceCredentials(offer.iceUfrag(), offer.icePwd());
            return new Agreement(
                    offer.origin(),
                    Fingerprint.parse(offer.fingerprint()),
                    offer.tracks(),
                    random.nextLong() >>> 2,
                    1,
                    remote.ufrag(),
                    IceCredentials.generate(random));
        } catch (IllegalArgumentException e) {
            throw new BadOfferException(e);
        }
    }

    /** Whether an offer is of the same client's connection: its session and its certificate. */
    boolean isOf(Offer offer) {
        return !origin.isEmpty()
                && origin.equals(offer.origin())
                && fingerprint.toString().equalsIgnoreCase(offer.fingerprint().strip());
    }

    /**
     * With the client's credentials of now: new ones are an ICE restart, which has new ones of
     * ours, too (RFC 8839 4.4.1.1.1).
     *
     * @throws BadOfferException if the credentials can't be
     */
    Agreement with(String ufrag, String password, SecureRandom random) throws BadOfferException {
        try {
            var remote = new IceCredentials(ufrag, password);
            return new Agreement(
                    origin,
                    fingerprint,
                    tracks,
                    session,
                    version + 1,
                    remote.ufrag(),
                    ufrag.equals(remoteUfrag) ? local : IceCredentials.generate(random));
        } catch (IllegalArgumentException e) {
            throw new BadOfferException(e);
        }
    }

    /**
     * The SDP answer.
     *
     * @param ours the fingerprint of our certificate
     */
    String answer(Offer offer, String ours, List<String> candidates) {
        return new Answer(local.ufrag(), local.password(), ours, candidates)
                .to(offer, session, version);
    }
}
