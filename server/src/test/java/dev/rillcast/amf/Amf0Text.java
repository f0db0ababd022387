package dev.rillcast.amf;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** AMF0 values as {@code messages.txt} writes them; what differs in AMF0 differs there, too. */
public final class Amf0Text {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Amf0Text() {}

    /** Reads to the end. */
    public static List<@Nullable Object> values(byte[] bytes) throws ProtocolException {
        Amf0Reader reader = new Amf0Reader(bytes);
        List<@Nullable Object> values = new ArrayList<>();
        while (reader.hasMore()) {
            values.add(reader.read());
        }
        return values;
    }

    public static String of(List<@Nullable Object> values) {
        return values.stream().map(Amf0Text::of).collect(Collectors.joining("; "));
    }

    private static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Undefined _ -> "undefined";
            case String text -> quoted(text);
            case EcmaArray array -> "[" + entries(array) + "]";
            case Map<?, ?> object -> "{" + entries(object) + "}";
            case List<?> list ->
                    list.stream().map(Amf0Text::of).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private static String entries(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + of(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String text) {
        return '"' + CONTROL.matcher(text).replaceAll(Amf0Text::escape) + '"';
    }

    private static String escape(MatchResult control) {
        return "\\\\u%04x".formatted((int) control.group().charAt(0));
    }
}
