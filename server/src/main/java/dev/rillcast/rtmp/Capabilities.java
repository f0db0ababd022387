package dev.rillcast.rtmp;

import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection says about Enhanced RTMP v2, in {@code connect} or in its answer
 * ("Enhancing NetConnection connect Command"). Servers from before say nothing.
 *
 * @param fourCcs names of the codecs that it takes, {@code *} for all, in the order in which they
 *     were said
 * @param capsEx the extended capabilities, {@link #MOD_EX} and others
 */
public record Capabilities(Set<String> fourCcs, int capsEx) {
    /** Of capsEx: ModEx signals can be parsed. */
    public static final int MOD_EX = 4;

    private static final String ANY = "*";
    private static final int MAX_CODECS = 64;

    // FourCcInfoMask; who only encodes a codec takes none of it.
    private static final int CAN_DECODE = 1;
    private static final int CAN_FORWARD = 4;

    private static final String LIST = "fourCcList";
    private static final String VIDEO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_MAP = "audioFourCcInfoMap";
    private static final String CAPS_EX = "capsEx";

    public Capabilities {
        fourCcs = Collections.unmodifiableSet(new LinkedHashSet<>(fourCcs));
    }

    /** Whether frames of this codec may be sent; H.264 and AAC to everybody. */
    public boolean takes(Codec codec) {
        TagHead head = TagHead.of(codec);
        return !head.enhanced() || fourCcs.contains(ANY) || fourCcs.contains(head.fourCc());
    }

    /** In words, for messages. */
    @Override
    public String toString() {
        return fourCcs.isEmpty()
                ? "it announces no Enhanced RTMP"
                : "by Enhanced RTMP it takes " + String.join(", ", fourCcs);
    }

    /** What a publisher says in the command object, beside what RTMP 1.0 has there. */
    static void putPublisher(Map<String, @Nullable Object> commandObject) {
        List<String> names = new ArrayList<>();
        Map<String, Integer> video = new LinkedHashMap<>();
        Map<String, Integer> audio = new LinkedHashMap<>();
        for (TagHead head : TagHead.ENHANCED) {
            names.add(head.fourCc());
            (head.codec().video() ? video : audio).put(head.fourCc(), CAN_FORWARD);
        }
        put(commandObject, names, video, audio, 0);
    }

    /** What a server says that takes every codec and hands it on as it is. */
    public static void putForwarder(Map<String, @Nullable Object> properties) {
        List<String> names = new ArrayList<>(List.of(ANY));
        // For clients from before there was a wildcard.
        names.addAll(List.of("avc1", "hvc1", "vvc1", "mp4a", ".mp3", "fLaC", "ac-3", "ec-3"));
        TagHead.ENHANCED.forEach(head -> names.add(head.fourCc()));
        Map<String, Integer> any = Map.of(ANY, CAN_FORWARD);
        put(properties, names, any, any, MOD_EX);
    }

    private static void put(
            Map<String, @Nullable Object> object,
            List<String> names,
            Map<String, Integer> video,
            Map<String, Integer> audio,
            int capsEx) {
        object.put(LIST, names);
        object.put(VIDEO_MAP, video);
        object.put(AUDIO_MAP, audio);
        object.put(CAPS_EX, capsEx);
    }

    /**
     * Reads what a command says, in any of its objects: servers differ on which of the two in the
     * answer to {@code connect} is for this. What has another form than the document's is left out.
     */
    static Capabilities of(Command command) {
        Set<String> names = new LinkedHashSet<>();
        int capsEx = 0;
        for (Object argument : command.arguments()) {
            if (argument instanceof Map<?, ?> object) {
                addList(names, object.get(LIST));
                addMap(names, object.get(VIDEO_MAP));
                addMap(names, object.get(AUDIO_MAP));
                capsEx |= flags(object.get(CAPS_EX));
            }
        }
        return new Capabilities(names, capsEx);
    }

    /** A strict array of names; some libraries know only the associative one. */
    private static void addList(Set<String> names, @Nullable Object list) {
        Iterable<?> items =
                switch (list) {
                    case List<?> strict -> strict;
                    case Map<?, ?> associative -> associative.values();
                    case null, default -> List.of();
                };
        for (Object name : items) {
            add(names, name);
        }
    }

    private static void addMap(Set<String> names, @Nullable Object map) {
        if (map instanceof Map<?, ?> infos) {
            infos.forEach(
                    (name, value) -> {
                        if ((flags(value) & (CAN_DECODE | CAN_FORWARD)) != 0) {
                            add(names, name);
                        }
                    });
        }
    }

    private static void add(Set<String> names, @Nullable Object item) {
        if (item instanceof String name
                && (name.equals(ANY) || name.length() == 4)
                && name.chars().allMatch(letter -> letter >= ' ' && letter <= '~')
                && names.size() < MAX_CODECS) {
            names.add(name);
        }
    }

    private static int flags(@Nullable Object value) {
        return value instanceof Double number && number >= 0 && number <= Integer.MAX_VALUE
                ? number.intValue()
                : 0;
    }
}
