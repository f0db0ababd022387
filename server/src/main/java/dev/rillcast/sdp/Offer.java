package dev.rillcast.sdp;

import dev.rillcast.media.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What we take of a client's offer: at most one video and one audio track, over one transport.
 *
 * @param iceUfrag the client's, as are the password and the fingerprint
 * @param fingerprint {@code sha-256 AA:BB:…}
 * @param sections one per {@code m=} line, the refused ones too, since the answer repeats them
 */
public record Offer(
        String iceUfrag,
        String icePwd,
        String fingerprint,
        boolean mixedExtensions,
        List<Section> sections) {

    /**
     * One {@code m=} line and what became of it.
     *
     * @param track null if it is refused
     */
    record Section(MediaDescription media, String mid, @Nullable AgreedTrack track) {}

    static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP");
    private static final Map<String, Codec> TAKEN =
            Map.of("video", Codec.H264, "audio", Codec.OPUS);

    /**
     * @throws SdpException malformed, or not acceptable: then it names what was offered and what is
     *     taken
     */
    public static Offer parse(String text) throws SdpException {
        SessionDescription sdp = SessionDescription.parse(text);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < sdp.media().size(); i++) {
            MediaDescription media = sdp.media().get(i);
            boolean second =
                    sections.stream()
                            .anyMatch(s -> s.track != null && s.media.kind().equals(media.kind()));
            String mid = media.attribute("mid").orElse("");
            sections.add(new Section(media, mid, second ? null : agree(media).orElse(null)));
        }
        List<Section> usable = sections.stream().filter(s -> s.track != null).toList();
        if (usable.isEmpty()) {
            throw SdpException.notAcceptable(
                    "nothing in the offer can be taken: offered "
                            + offered(sdp)
                            + "; taken are video in H264 (packetization mode 0 or 1) and audio in opus, sent by the client");
        }
        checkTransport(sdp, usable);
        return new Offer(
                required(sdp, usable.getFirst(), "ice-ufrag"),
                required(sdp, usable.getFirst(), "ice-pwd"),
                required(sdp, usable.getFirst(), "fingerprint"),
                Attribute.first(sdp.attributes(), "extmap-allow-mixed").isPresent(),
                List.copyOf(sections));
    }

    private static Optional<AgreedTrack> agree(MediaDescription media) {
        Codec codec = TAKEN.get(media.kind());
        if (codec == null
                || !media.offered()
                || !media.sends()
                || !PROTOCOLS.contains(media.protocol())) {
            return Optional.empty();
        }
        Optional<String> format =
                codec == Codec.H264
                        ? Formats.h264(media)
                        : Formats.named(media, "opus/48000/2").stream().findFirst();
        return format.map(
                pt ->
                        new AgreedTrack(
                                codec,
                                Integer.parseInt(pt),
                                media.feedback(pt, "transport-cc")
                                        ? media.extension(TRANSPORT_CC).orElse(0)
                                        : 0,
                                media.feedback(pt, "nack")));
    }

    private static void checkTransport(SessionDescription sdp, List<Section> usable)
            throws SdpException {
        List<String> bundle = sdp.bundle();
        for (Section section : usable) {
            if (!section.media.has("rtcp-mux")) {
                throw SdpException.notAcceptable(
                        "the "
                                + section.media.kind()
                                + " is offered without rtcp-mux, which is required");
            }
            if (usable.size() > 1 && !bundle.contains(section.mid)) {
                throw SdpException.notAcceptable(
                        "audio and video are offered over several transports; BUNDLE is required");
            }
            String setup = sdp.attribute(section.media, "setup").orElse("actpass");
            if (!setup.equals("actpass") && !setup.equals("active")) {
                throw SdpException.notAcceptable(
                        "a=setup:"
                                + setup.strip()
                                + " is offered; the client must be able to be active");
            }
        }
    }

    private static String required(SessionDescription sdp, Section section, String name)
            throws SdpException {
        return sdp.attribute(section.media, name)
                .filter(value -> !value.isBlank() && value.length() <= 256)
                .orElseThrow(() -> SdpException.malformed("the SDP has no usable a=" + name));
    }

    private static String offered(SessionDescription sdp) {
        return sdp.media().stream()
                .map(
                        m ->
                                m.kind()
                                        + (m.sends() ? "" : " (not sent)")
                                        + " in "
                                        + (m.codecs().isEmpty() ? m.protocol() : m.codecs()))
                .collect(Collectors.joining("; "));
    }

    /** The tracks that the client will send. */
    public List<AgreedTrack> tracks() {
        return sections.stream().map(Section::track).filter(t -> t != null).toList();
    }
}
