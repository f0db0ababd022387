package dev.rillcast.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Offers as clients make them, and a short one to change line by line. */
final class Offers {
    static final List<String> CLIENTS = List.of("chromium", "firefox-audio", "obs", "pion");

    /** Those of browsers with video. */
    static final List<String> CAPTURED =
            List.of(
                    "chromium",
                    "chromium-screen",
                    "chromium-vp8-only",
                    "chromium-simulcast",
                    "chromium-simulcast-by-ssrc",
                    "chromium-recvonly-audio",
                    "chromium-data-channel",
                    "chromium-two-cameras",
                    "chromium-inactive",
                    "chromium-max-bundle",
                    "chromium-balanced",
                    "chromium-restart",
                    "chromium-gathered",
                    "firefox",
                    "firefox-vp8-only",
                    "firefox-simulcast",
                    "firefox-recvonly-audio",
                    "firefox-data-channel",
                    "firefox-two-cameras",
                    "firefox-inactive",
                    "firefox-max-bundle",
                    "firefox-restart",
                    "firefox-h264",
                    "safari");

    /** The least that is taken, with audio as section a and video as section v. */
    static final String SHORT =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE a v
            a=ice-ufrag:user
            a=ice-pwd:passwordpasswordpassword
            a=fingerprint:sha-256 AA:BB
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:a
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            m=video 9 UDP/TLS/RTP/SAVPF 96
            a=mid:v
            a=rtcp-mux
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1
            """;

    private Offers() {}

    static String of(String client) {
        try (InputStream in = Offers.class.getResourceAsStream(client + ".sdp")) {
            return new String(Objects.requireNonNull(in, client).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is agreed on each track, short enough for a table. */
    static List<String> taken(Offer offer) {
        return offer.tracks().stream().map(Offers::text).toList();
    }

    private static String text(AgreedTrack track) {
        StringBuilder text = new StringBuilder();
        text.append(track.codec()).append(' ').append(track.payloadType());
        track.retransmission().ifPresent(pt -> text.append(" rtx ").append(pt));
        track.redundancy().ifPresent(pt -> text.append(" red ").append(pt));
        text.append(track.nack() ? " nack" : "").append(track.remb() ? " remb" : "");
        HeaderExtensions ids = track.extensions();
        append(text, "cc", ids.transportCc());
        append(text, "mid", ids.mid());
        append(text, "rid", ids.rid());
        append(text, "rrid", ids.repairedRid());
        append(text, "ast", ids.absSendTime());
        track.rids().forEach(rid -> text.append(" ~").append(rid));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, int id) {
        text.append(id == 0 ? "" : " " + name + "=" + id);
    }

    /** With another direction in each section of one kind. */
    static String directed(String kind, String direction, String sdp) {
        StringBuilder changed = new StringBuilder();
        for (String part : sdp.split("(?=m=)", -1)) {
            String without = part.replaceAll("a=(sendrecv|sendonly|recvonly|inactive)\r?\n", "");
            changed.append(
                    part.startsWith("m=" + kind)
                            ? without.replaceFirst("(?=a=)", "a=" + direction + "\n")
                            : part);
        }
        return changed.toString();
    }

    /** Only the sections of one kind, as from a client without the other device. */
    static String only(String kind, String sdp) {
        String[] parts = sdp.split("(?=m=)", -1);
        StringBuilder kept = new StringBuilder(parts[0]);
        for (String part : parts) {
            if (part.startsWith("m=" + kind)) {
                kept.append(part);
            }
        }
        return kept.toString();
    }

    static void assertMalformed(String message, String sdp) {
        assertRefused(SdpException.Reason.MALFORMED, message, sdp);
    }

    static void assertNotAcceptable(String message, String sdp) {
        assertRefused(SdpException.Reason.NOT_ACCEPTABLE, message, sdp);
    }

    private static void assertRefused(SdpException.Reason reason, String message, String sdp) {
        SdpException e = assertThrows(SdpException.class, () -> Offer.parse(sdp));
        assertEquals(message, e.getMessage());
        assertEquals(reason, e.reason());
    }
}
