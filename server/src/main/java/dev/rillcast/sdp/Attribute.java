package dev.rillcast.sdp;

import java.util.List;
import java.util.Optional;

/** An {@code a=} line; a flag such as {@code a=rtcp-mux} has an empty value. */
record Attribute(String name, String value) {
    static Attribute parse(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? new Attribute(line, "")
                : new Attribute(line.substring(0, colon), line.substring(colon + 1));
    }

    static Optional<String> first(List<Attribute> attributes, String name) {
        return attributes.stream()
                .filter(a -> a.name.equals(name))
                .map(Attribute::value)
                .findFirst();
    }
}
