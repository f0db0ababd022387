package dev.rillcast.ingest;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may publish to the embedded ingest: this machine, and with a key whoever adds it to the
 * stream's name, as {@code NAME?key=KEY}.
 *
 * @param thisMachine whether an address is of it
 */
record Publishers(Optional<String> key, Predicate<InetAddress> thisMachine) {
    private static final String PARAMETER = "key=";

    Publishers(Optional<String> key) {
        this(key, InetAddress::isLoopbackAddress);
    }

    /**
     * Why somebody may not publish; empty if they may.
     *
     * @param stream the name as it was given, with its query
     */
    Optional<String> refuse(InetAddress from, String stream) {
        if (thisMachine.test(from)) {
            return Optional.empty();
        }
        if (key.isEmpty()) {
            return Optional.of("without ingest.key only the server's own machine may publish");
        }
        boolean right =
                Arrays.stream(stream.split("[?&]"))
                        .skip(1) // the name
                        .filter(parameter -> parameter.startsWith(PARAMETER))
                        .anyMatch(parameter -> same(parameter.substring(PARAMETER.length())));
        return right ? Optional.empty() : Optional.of("the key is missing or wrong: NAME?key=KEY");
    }

    private boolean same(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                key.orElse("").getBytes(StandardCharsets.UTF_8));
    }

    /** Says whether there is a key, not which. */
    @Override
    public String toString() {
        return "Publishers[key=" + (key.isPresent() ? "set" : "none") + "]";
    }
}
