package dev.rillcast.rtmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in the answer to {@code connect} (RTMP 1.0, 7.2.1.1): properties,
 * then information; servers differ on what stands where.
 */
record ConnectAnswer(Command command) {
    // Enhanced RTMP v2, "Enhancing NetConnection connect Command": the bits of capsEx.
    private static final List<String> CAPABILITIES =
            List.of("reconnect", "multitrack", "ModEx", "nanoseconds");

    /** Tells a word and a line about each thing that the server has said. */
    void tell(BiConsumer<String, String> facts) {
        List<String> server = new ArrayList<>();
        text("fmsVer").ifPresent(server::add);
        value("data")
                .flatMap(data -> field(data, "version"))
                .ifPresent(version -> server.add("version " + version));
        text("capabilities").ifPresent(number -> server.add("capabilities " + number));
        text("mode").ifPresent(number -> server.add("mode " + number));
        facts.accept(
                "server", server.isEmpty() ? "says nothing of itself" : String.join(", ", server));
        text("description").filter(text -> !text.isEmpty()).ifPresent(t -> facts.accept("says", t));
        Capabilities capabilities = Capabilities.of(command);
        facts.accept(
                "takes",
                capabilities.fourCcs().isEmpty()
                        ? "H.264 and AAC; no more is announced"
                        : "by Enhanced RTMP " + String.join(" ", capabilities.fourCcs()));
        String names = names(capabilities.capsEx());
        if (!names.isEmpty()) {
            facts.accept("can", names);
        }
    }

    private static String names(int bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CAPABILITIES.size(); i++) {
            if ((bits & 1 << i) != 0) {
                names.add(CAPABILITIES.get(i));
            }
        }
        return String.join(", ", names);
    }

    private Optional<Object> value(String key) {
        return command.arguments().stream().flatMap(each -> field(each, key).stream()).findFirst();
    }

    private static Optional<Object> field(@Nullable Object map, String key) {
        return map instanceof Map<?, ?> fields
                ? Optional.ofNullable(fields.get(key))
                : Optional.empty();
    }

    /** Whole numbers without their point. */
    private Optional<String> text(String key) {
        return value(key)
                .map(
                        v ->
                                v instanceof Double n && n == n.longValue()
                                        ? "" + n.longValue()
                                        : "" + v);
    }
}
