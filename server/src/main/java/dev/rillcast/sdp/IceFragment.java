package dev.rillcast.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ICE part of a description, told by itself: {@code application/trickle-ice-sdpfrag} (RFC 8840
 * 9).
 *
 * <pre>
 * a=ice-ufrag:EsAw
 * a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
 * m=audio 9 UDP/TLS/RTP/SAVPF 0
 * a=mid:0
 * a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host
 * a=end-of-candidates
 * </pre>
 *
 * @param ufrag empty, as the password then is, if it tells candidates only
 * @param media the {@code m=} and {@code a=mid} lines that the candidates are of; empty: no line
 * @param candidates the values of the {@code a=candidate} lines, as they came: an ICE-lite server
 *     learns addresses by their checks, so names of mDNS and what else it can't read do no harm
 */
public record IceFragment(
        String ufrag, String password, List<String> media, List<String> candidates) {
    /** Of one as browsers make it, with the candidates of all interfaces. */
    public static final int MAX_LENGTH = 16 * 1024;

    private static final int MAX_CANDIDATES = 100;
    private static final Pattern LINE =
            Pattern.compile("([am])=([^\\s\\p{Cntrl}][^\\p{Cntrl}]{0,1023})");
    private static final Pattern MEDIA = Pattern.compile("m=(audio|video) [\\w/ ]{1,100}");
    private static final Pattern MID = Pattern.compile("a=mid:[\\w.~+-]{1,32}");

    public IceFragment {
        media = List.copyOf(media);
        candidates = List.copyOf(candidates);
    }

    /**
     * @throws SdpException malformed, naming the line that is wrong
     */
    public static IceFragment parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw SdpException.malformed(
                    "an ICE fragment has at most " + MAX_LENGTH + " characters");
        }
        String ufrag = "";
        String password = "";
        List<String> media = new ArrayList<>();
        List<String> candidates = new ArrayList<>();
        String[] lines = text.stripTrailing().split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher line = LINE.matcher(lines[i]);
            if (!line.matches()) {
                throw SdpException.malformed(
                        "line " + (i + 1) + " of the ICE fragment is no a= or m= line");
            }
            String[] words = line.group(2).split(":", 2);
            String value = words.length == 1 ? "" : words[1].strip();
            switch (words[0]) {
                case "ice-ufrag" -> ufrag = only("ice-ufrag", ufrag, value);
                case "ice-pwd" -> password = only("ice-pwd", password, value);
                case "candidate" -> candidates.add(value);
                default -> {
                    // Of a bundle there is one section; what else is said means nothing here.
                    Pattern next = media.isEmpty() ? MEDIA : MID;
                    if (media.size() < 2 && next.matcher(lines[i]).matches()) {
                        media.add(lines[i]);
                    }
                }
            }
        }
        if (ufrag.isEmpty() != password.isEmpty()) {
            throw SdpException.malformed("a=ice-ufrag and a=ice-pwd come together");
        }
        if (candidates.size() > MAX_CANDIDATES) {
            throw SdpException.malformed(
                    "an ICE fragment has at most " + MAX_CANDIDATES + " candidates");
        }
        return new IceFragment(ufrag, password, media.size() < 2 ? List.of() : media, candidates);
    }

    /** They may stand in each section, and are the same in all of a bundle. */
    private static String only(String name, String before, String value) throws SdpException {
        if (value.isEmpty() || (!before.isEmpty() && !before.equals(value))) {
            throw SdpException.malformed("an ICE fragment has one a=" + name);
        }
        return value;
    }

    /**
     * The server's, in answer to this one.
     *
     * @param candidates told only if it is known of which section they are
     */
    public IceFragment answer(String ufrag, String password, List<String> candidates) {
        return new IceFragment(ufrag, password, media, media.isEmpty() ? List.of() : candidates);
    }

    /** The text of an ICE-lite server's. */
    public String text() {
        StringBuilder text = new StringBuilder(512);
        line(text, "a=ice-lite");
        line(text, "a=ice-ufrag:" + ufrag);
        line(text, "a=ice-pwd:" + password);
        media.forEach(line -> line(text, line));
        candidates.forEach(candidate -> line(text, "a=candidate:" + candidate));
        if (!media.isEmpty()) {
            line(text, "a=end-of-candidates");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    /** Without the password: this may get into a log. */
    @Override
    public String toString() {
        return "IceFragment[" + ufrag + "]";
    }
}
