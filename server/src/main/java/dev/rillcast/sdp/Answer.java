package dev.rillcast.sdp;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the answer of an ICE-lite server that only receives.
 *
 * @param fingerprint {@code sha-256 AA:BB:…}
 * @param candidates the values of the {@code a=candidate} lines
 */
public record Answer(String iceUfrag, String icePwd, String fingerprint, List<String> candidates) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    private static final List<String> VIDEO_FEEDBACK = List.of("transport-cc", "nack", "nack pli");
    private static final List<String> AUDIO_FEEDBACK = List.of("transport-cc", "nack");

    /** The text, with as many sections as the offer, in its order (RFC 3264 6). */
    public String to(Offer offer) {
        StringBuilder sdp = new StringBuilder(2_048);
        line(sdp, "v=0");
        line(sdp, "o=- " + (RANDOM.nextLong() >>> 2) + " 1 IN IP4 127.0.0.1");
        line(sdp, "s=-");
        line(sdp, "t=0 0");
        line(sdp, "a=ice-lite");
        if (offer.mixedExtensions()) {
            line(sdp, "a=extmap-allow-mixed");
        }
        String mids =
                offer.sections().stream()
                        .filter(s -> s.track() != null && s.bundled())
                        .map(s -> s.media().mid())
                        .collect(Collectors.joining(" "));
        if (!mids.isEmpty()) {
            line(sdp, "a=group:BUNDLE " + mids);
        }
        for (Offer.Section section : offer.sections()) {
            AgreedTrack track = section.track();
            if (track == null) {
                refused(sdp, section);
            } else {
                accepted(sdp, section, track);
            }
        }
        return sdp.toString();
    }

    private static void refused(StringBuilder sdp, Offer.Section section) {
        MediaDescription media = section.media();
        line(
                sdp,
                "m=" + media.kind() + " 0 " + media.protocol() + " " + media.formats().getFirst());
        line(sdp, "c=IN IP4 0.0.0.0");
        mid(sdp, media);
        line(sdp, "a=inactive");
    }

    private void accepted(StringBuilder sdp, Offer.Section section, AgreedTrack track) {
        MediaDescription media = section.media();
        String pt = Integer.toString(track.payloadType());
        line(sdp, "m=" + media.kind() + " 9 " + media.protocol() + " " + pt);
        line(sdp, "c=IN IP4 0.0.0.0");
        mid(sdp, media);
        line(sdp, "a=recvonly");
        line(sdp, "a=rtcp-mux");
        if (media.has("rtcp-rsize")) {
            line(sdp, "a=rtcp-rsize");
        }
        line(sdp, "a=ice-ufrag:" + iceUfrag);
        line(sdp, "a=ice-pwd:" + icePwd);
        line(sdp, "a=fingerprint:" + fingerprint);
        line(sdp, "a=setup:passive");
        codec(sdp, media, track, pt);
        media.extension(MID).ifPresent(id -> line(sdp, "a=extmap:" + id + " " + MID));
        if (track.extensions().transportCc() != 0) {
            line(sdp, "a=extmap:" + track.extensions().transportCc() + " " + Offer.TRANSPORT_CC);
        }
        candidates.forEach(candidate -> line(sdp, "a=candidate:" + candidate));
        line(sdp, "a=end-of-candidates");
    }

    private static void codec(
            StringBuilder sdp, MediaDescription media, AgreedTrack track, String pt) {
        boolean video = track.codec().video();
        line(sdp, "a=rtpmap:" + pt + " " + Formats.encoding(track.codec()));
        String parameters = Formats.parameters(media, track.codec(), pt);
        if (!parameters.isEmpty()) {
            line(sdp, "a=fmtp:" + pt + " " + parameters);
        }
        for (String type : video ? VIDEO_FEEDBACK : AUDIO_FEEDBACK) {
            if (media.feedback(pt, type)
                    && (!type.equals("transport-cc") || track.extensions().transportCc() != 0)) {
                line(sdp, "a=rtcp-fb:" + pt + " " + type);
            }
        }
    }

    private static void mid(StringBuilder sdp, MediaDescription media) {
        if (!media.mid().isEmpty()) {
            line(sdp, "a=mid:" + media.mid());
        }
    }

    private static void line(StringBuilder sdp, String line) {
        sdp.append(line).append("\r\n");
    }
}
