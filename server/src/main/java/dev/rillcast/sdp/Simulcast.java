package dev.rillcast.sdp;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The layers of a simulcast as an offer names them (RFC 8853), each by its rid (RFC 8851). */
final class Simulcast {
    /** Browsers send three; each needs buffers of its own here. */
    static final int MAX_LAYERS = 4;

    /** RFC 8852 3: as long as the short form of a header extension can be. */
    private static final Predicate<String> ID =
            Pattern.compile("[A-Za-z0-9_-]{1,16}").asMatchPredicate();

    private Simulcast() {}

    /**
     * The layers that the client would send in this payload type, in its order; empty if there are
     * fewer than two, or nothing in their packets would tell them apart.
     */
    static List<String> rids(MediaDescription media, String payloadType) {
        if (!HeaderExtensions.hasRid(media)) {
            return List.of();
        }
        List<String> rids =
                media.attribute("simulcast").stream()
                        .flatMap(Simulcast::sent)
                        .flatMap(layer -> alternative(media, layer, payloadType))
                        .distinct()
                        .limit(MAX_LAYERS)
                        .toList();
        return rids.size() < 2 ? List.of() : rids;
    }

    /** {@code send <layer>;<layer>… recv …}, in either order (RFC 8853 5.1). */
    private static Stream<String> sent(String simulcast) {
        String[] words = simulcast.strip().split(" +", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals("send")) {
                return Stream.of(words[i + 1].split(";", -1));
            }
        }
        return Stream.empty();
    }

    /** Of a layer's alternatives, divided by commas, the first that fits; ~ says it is paused. */
    private static Stream<String> alternative(
            MediaDescription media, String layer, String payloadType) {
        return Stream.of(layer.split(",", -1))
                .map(id -> id.startsWith("~") ? id.substring(1) : id)
                .filter(ID)
                .filter(id -> sentIn(media, id, payloadType))
                .limit(1);
    }

    /** {@code a=rid:<id> send [pt=<format>,…;<other>=…]} (RFC 8851 10). */
    private static boolean sentIn(MediaDescription media, String id, String payloadType) {
        return media.all("rid").stream()
                .map(line -> line.strip().split(" +", 3))
                .filter(words -> words.length > 1 && words[0].equals(id) && words[1].equals("send"))
                .anyMatch(words -> words.length == 2 || allows(words[2], payloadType));
    }

    private static boolean allows(String restrictions, String payloadType) {
        return Stream.of(restrictions.split(";", -1))
                .map(String::strip)
                .filter(restriction -> restriction.startsWith("pt="))
                .allMatch(pt -> List.of(pt.substring(3).split(",", -1)).contains(payloadType));
    }
}
