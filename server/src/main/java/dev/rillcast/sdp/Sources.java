package dev.rillcast.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an offer says of the SSRCs that its sender will use (RFC 5576); many say nothing.
 *
 * @param layers those of a simulcast without rids, as Chrome's sites made it before RFC 8853 (its
 *     group SIM), the smallest picture first; empty if there is but one
 * @param repairs whose packets one sends again, by its own (RFC 4588's group FID)
 */
public record Sources(List<Integer> layers, Map<Integer, Integer> repairs) {
    /** Nothing said. */
    public static final Sources NONE = new Sources(List.of(), Map.of());

    /** Browsers have three layers, each with its repair. */
    private static final int MAX_GROUPS = 16;

    public Sources {
        layers = List.copyOf(layers);
        repairs = Map.copyOf(repairs);
    }

    static Sources of(MediaDescription media) {
        List<Integer> layers = new ArrayList<>();
        Map<Integer, Integer> repairs = new HashMap<>();
        media.all("ssrc-group").stream().limit(MAX_GROUPS).forEach(g -> add(g, layers, repairs));
        return new Sources(layers, repairs);
    }

    /** {@code a=ssrc-group:<semantics> <ssrc> …} (RFC 5576 4.2). */
    private static void add(String group, List<Integer> layers, Map<Integer, Integer> repairs) {
        String[] words = group.strip().split(" +", -1);
        List<String> named = Arrays.asList(words).subList(1, words.length);
        if (!named.stream().allMatch(Sources::isSsrc)) {
            return;
        }
        List<Integer> ssrcs = named.stream().map(Integer::parseUnsignedInt).toList();
        if (words[0].equals("FID") && ssrcs.size() == 2) {
            repairs.putIfAbsent(ssrcs.get(1), ssrcs.get(0));
        } else if (words[0].equals("SIM")
                && layers.isEmpty()
                && ssrcs.size() <= Simulcast.MAX_LAYERS) {
            layers.addAll(ssrcs.stream().distinct().toList());
        }
    }

    private static boolean isSsrc(String word) {
        return word.matches("\\d{1,10}") && Long.parseLong(word) <= 0xFFFF_FFFFL;
    }
}
