package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the answer of an ICE-lite server that only receives.
 *
 * @param fingerprint {@code sha-256 AA:BB:…}
 * @param candidates the values of the {@code a=candidate} lines
 */
public record Answer(String iceUfrag, String icePwd, String fingerprint, List<String> candidates) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The text, with as many sections as the offer, in its order (RFC 3264 6). */
    public String to(Offer offer) {
        return to(offer, RANDOM.nextLong() >>> 2, 1);
    }

    /**
     * The text of one among several answers in a session.
     *
     * @param session the same for all of them
     * @param version one more than the last time (RFC 3264 8)
     */
    public String to(Offer offer, long session, int version) {
        StringBuilder sdp = new StringBuilder(2_048);
        line(sdp, "v=0");
        line(sdp, "o=- " + session + " " + version + " IN IP4 127.0.0.1");
        line(sdp, "s=-");
        line(sdp, "t=0 0");
        line(sdp, "a=ice-lite");
        line(sdp, "a=ice-options:ice2" + (offer.trickle() ? " trickle" : "")); // RFC 8445 10
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
        line(sdp, "m=" + media.kind() + " 9 " + media.protocol() + " " + formats(track));
        line(sdp, "c=IN IP4 0.0.0.0");
        mid(sdp, media);
        if (media.has("extmap-allow-mixed")) {
            line(sdp, "a=extmap-allow-mixed");
        }
        line(sdp, "a=recvonly");
        line(sdp, "a=rtcp-mux");
        if (media.has("rtcp-rsize")) {
            line(sdp, "a=rtcp-rsize");
        }
        line(sdp, "a=ice-ufrag:" + iceUfrag);
        line(sdp, "a=ice-pwd:" + icePwd);
        line(sdp, "a=fingerprint:" + fingerprint);
        line(sdp, "a=setup:passive");
        codec(sdp, media, track);
        track.extensions().attributes().forEach(value -> line(sdp, "a=extmap:" + value));
        simulcast(sdp, track);
        candidates.forEach(candidate -> line(sdp, "a=candidate:" + candidate));
        line(sdp, "a=end-of-candidates");
    }

    /** A client sends in the first format, so repetition goes before what it repeats. */
    private static String formats(AgreedTrack track) {
        return Stream.of(
                        track.redundancy().stream(),
                        IntStream.of(track.payloadType()),
                        track.retransmission().stream())
                .flatMapToInt(types -> types)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    private static void codec(StringBuilder sdp, MediaDescription media, AgreedTrack track) {
        Codec codec = track.codec();
        String pt = Integer.toString(track.payloadType());
        line(sdp, "a=rtpmap:" + pt + " " + Formats.encoding(codec));
        String parameters = Formats.parameters(media, codec, pt);
        if (!parameters.isEmpty()) {
            line(sdp, "a=fmtp:" + pt + " " + parameters);
        }
        track.redundancy()
                .ifPresent(
                        red -> {
                            line(sdp, "a=rtpmap:" + red + " red/48000/2");
                            line(sdp, "a=fmtp:" + red + " " + pt + "/" + pt);
                        });
        feedback(media, track, pt).forEach(type -> line(sdp, "a=rtcp-fb:" + pt + " " + type));
        track.retransmission()
                .ifPresent(
                        rtx -> {
                            line(sdp, "a=rtpmap:" + rtx + " rtx/" + codec.clockRate());
                            line(sdp, "a=fmtp:" + rtx + " apt=" + pt);
                        });
    }

    private static List<String> feedback(MediaDescription media, AgreedTrack track, String pt) {
        List<String> types = new ArrayList<>();
        if (track.extensions().transportCc() != 0) {
            types.add("transport-cc");
        }
        if (track.remb()) {
            types.add("goog-remb");
        }
        if (track.nack()) {
            types.add("nack");
        }
        if (track.codec().video() && media.feedback(pt, "nack pli")) {
            types.add("nack pli");
        }
        return types;
    }

    /** All layers are taken, so that there is one left when a larger one stops (RFC 8853 5.3.2). */
    private static void simulcast(StringBuilder sdp, AgreedTrack track) {
        track.rids().forEach(rid -> line(sdp, "a=rid:" + rid + " recv"));
        if (!track.rids().isEmpty()) {
            line(sdp, "a=simulcast:recv " + String.join(";", track.rids()));
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
