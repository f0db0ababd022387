package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What we take of a client's offer: at most one video and one audio track, over one transport.
 *
 * @param origin whose session it is, the same in all offers of one connection (RFC 8866 5.2)
 * @param iceUfrag the client's, as are the password and the fingerprint
 * @param fingerprint {@code sha-256 AA:BB:…}
 * @param mixedExtensions whether all sections take header extensions of both forms (RFC 8285 6)
 * @param trickle whether the client knows candidates that come later (RFC 8840 4.1.1)
 * @param sections one per {@code m=} line, the refused ones too, since the answer repeats them
 */
public record Offer(
        String origin,
        String iceUfrag,
        String icePwd,
        String fingerprint,
        boolean mixedExtensions,
        boolean trickle,
        List<Section> sections) {

    /**
     * One {@code m=} line and what became of it.
     *
     * @param bundled whether it is of the offer's BUNDLE group
     * @param track null if it is refused
     */
    record Section(MediaDescription media, boolean bundled, @Nullable AgreedTrack track) {}

    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP");

    /** What every ingest takes. */
    public static final Set<Codec> H264 = Set.of(Codec.H264);

    /** What Enhanced RTMP can carry as well. */
    public static final Set<Codec> ALL_VIDEO = Set.of(Codec.H264, Codec.VP8, Codec.VP9, Codec.AV1);

    /**
     * Takes video in H.264 only.
     *
     * @throws SdpException as {@link #parse(String, Set)} does
     */
    public static Offer parse(String text) throws SdpException {
        return parse(text, H264);
    }

    /**
     * @param video the codecs that may be taken; among those offered the client's order decides
     * @throws SdpException malformed, or not acceptable: then it names what was offered and what is
     *     taken
     */
    public static Offer parse(String text, Set<Codec> video) throws SdpException {
        return parse(text, video, Optional.empty());
    }

    /**
     * Takes video in H.264 where that is offered.
     *
     * @param video the codecs that may be taken else; the client's order decides
     * @throws SdpException as {@link #parse(String, Set)} does
     */
    public static Offer parsePreferringH264(String text, Set<Codec> video) throws SdpException {
        return parse(text, video, Optional.of(Codec.H264));
    }

    private static Offer parse(String text, Set<Codec> video, Optional<Codec> preferred)
            throws SdpException {
        SessionDescription sdp = SessionDescription.parse(text);
        List<Section> sections = new ArrayList<>();
        List<String> bundle = sdp.bundle();
        for (MediaDescription media : sdp.media()) {
            boolean second =
                    sections.stream()
                            .anyMatch(s -> s.track != null && s.media.kind().equals(media.kind()));
            sections.add(
                    new Section(
                            media,
                            bundle.contains(media.mid()),
                            second ? null : agree(sdp, media, video, preferred).orElse(null)));
        }
        List<Section> usable = sections.stream().filter(s -> s.track != null).toList();
        if (usable.stream().noneMatch(s -> s.media.kind().equals("video"))) {
            checkNoVideoIsLost(sdp, video);
        }
        if (usable.isEmpty()) {
            throw SdpException.notAcceptable(
                    "nothing in the offer can be taken: offered "
                            + offered(sdp)
                            + "; taken are video in "
                            + Formats.describe(video)
                            + " and audio in opus, PCMU or PCMA, sent by the client");
        }
        checkTransport(sdp, usable);
        MediaDescription media = usable.getFirst().media;
        return new Offer(
                sdp.origin(),
                required(sdp, media, "ice-ufrag"),
                required(sdp, media, "ice-pwd"),
                required(sdp, media, "fingerprint"),
                Attribute.first(sdp.attributes(), "extmap-allow-mixed").isPresent(),
                trickles(sdp, media),
                List.copyOf(sections));
    }

    /** Divided by spaces (RFC 8839 5.6); OBS has a comma. */
    private static boolean trickles(SessionDescription sdp, MediaDescription media) {
        String options = sdp.transport(media, "ice-options").orElse("");
        return List.of(options.split("[ ,]+", -1)).contains("trickle");
    }

    /** A section of media that the client would send over a transport that can be. */
    private static boolean sent(SessionDescription sdp, MediaDescription media) {
        return media.offered() && sdp.sends(media) && PROTOCOLS.contains(media.protocol());
    }

    /** Who sends a picture does not mean to broadcast without it. */
    private static void checkNoVideoIsLost(SessionDescription sdp, Set<Codec> taken)
            throws SdpException {
        for (MediaDescription media : sdp.media()) {
            if (media.kind().equals("video") && sent(sdp, media)) {
                String codecs = media.codecs();
                boolean known = taken.stream().anyMatch(codec -> codecs.contains(codec.name()));
                throw SdpException.notAcceptable(
                        "this browser offers "
                                + cut(codecs.isEmpty() ? "no video codec" : codecs)
                                + (known
                                        ? ", but not in a form or with a payload type that can be"
                                                + " taken; taken are "
                                                + Formats.describe(taken)
                                        : missing(taken)));
            }
        }
    }

    private static String missing(Set<Codec> taken) {
        return taken.equals(H264)
                ? "; only H264 goes out where no video is transcoded and passthrough is not asked"
                        + " for; use a browser that sends H264, as Chrome, Edge and Safari do, or"
                        + " broadcast audio alone"
                : "; taken are "
                        + Formats.describe(taken)
                        + "; use a browser that sends one of them, or broadcast audio alone";
    }

    private static Optional<AgreedTrack> agree(
            SessionDescription sdp,
            MediaDescription media,
            Set<Codec> video,
            Optional<Codec> preferred) {
        if (!sent(sdp, media)) {
            return Optional.empty();
        }
        Optional<Formats.Format> format =
                switch (media.kind()) {
                    case "video" -> Formats.video(media, video, preferred);
                    case "audio" -> Formats.audio(media);
                    default -> Optional.empty();
                };
        return format.map(f -> AgreedTrack.of(media, f));
    }

    private static void checkTransport(SessionDescription sdp, List<Section> usable)
            throws SdpException {
        for (Section section : usable) {
            MediaDescription media = section.media;
            if (sdp.transport(media, "rtcp-mux").isEmpty()) {
                throw SdpException.notAcceptable(
                        "the " + media.kind() + " is offered without rtcp-mux, which is required");
            }
            if (usable.size() > 1 && !section.bundled) {
                throw SdpException.notAcceptable(
                        "audio and video are offered over several transports; BUNDLE is required");
            }
            String setup = sdp.transport(media, "setup").orElse("actpass");
            if (!setup.equals("actpass") && !setup.equals("active")) {
                throw SdpException.notAcceptable(
                        "a=setup:"
                                + cut(setup)
                                + " is offered; the client must be able to be active");
            }
        }
        int[] types = tracks(usable).flatMapToInt(AgreedTrack::payloadTypes).toArray();
        if (IntStream.of(types).distinct().count() < types.length) {
            // One transport, so nothing else tells the two apart (RFC 9143 9.1).
            throw SdpException.malformed("audio and video are offered with the same payload type");
        }
    }

    private static String required(SessionDescription sdp, MediaDescription media, String name)
            throws SdpException {
        return sdp.transport(media, name)
                .filter(value -> !value.isBlank() && value.length() <= 256)
                .orElseThrow(() -> SdpException.malformed("the SDP has no usable a=" + name));
    }

    private static String offered(SessionDescription sdp) {
        return cut(
                sdp.media().stream()
                        .map(
                                m ->
                                        m.kind()
                                                + (sdp.sends(m) ? "" : " (not sent)")
                                                + " in "
                                                + (m.codecs().isEmpty()
                                                        ? m.protocol()
                                                        : m.codecs()))
                        .collect(Collectors.joining("; ")));
    }

    /** The client's own words, short enough for an error message. */
    private static String cut(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    /** The tracks that the client will send. */
    public List<AgreedTrack> tracks() {
        return tracks(sections).toList();
    }

    /** Whether it says that the sound is stereo. */
    public boolean stereo() {
        return sections.stream()
                .anyMatch(
                        section ->
                                section.track != null
                                        && section.track.codec() == Codec.OPUS
                                        && Formats.stereo(
                                                section.media,
                                                Integer.toString(section.track.payloadType())));
    }

    private static Stream<AgreedTrack> tracks(List<Section> sections) {
        return sections.stream().map(Section::track).filter(t -> t != null);
    }
}
