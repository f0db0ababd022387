package dev.rillcast.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A grant's fields as a JWT's claims or a web hook's answer write them. */
final class GrantFields {
    private static final int MAX_NAME = 256;
    private static final int MAX_URL = 2_048;
    private static final long MAX_LIFETIME = Duration.ofDays(3_650).toSeconds();

    private GrantFields() {}

    /**
     * @throws IllegalArgumentException naming the field that is not what it should be
     */
    static Grant read(Map<String, ?> fields) {
        return new Grant(
                text(fields, "room", MAX_NAME),
                text(fields, "streamname", MAX_NAME),
                text(fields, "output", MAX_URL),
                seconds(fields, "lifetime"));
    }

    private static Optional<String> text(Map<String, ?> fields, String name, int limit) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && !text.isBlank() && text.length() <= limit) {
            return Optional.of(text);
        }
        throw new IllegalArgumentException(
                name + " must be a text of 1 to " + limit + " characters");
    }

    private static Optional<Duration> seconds(Map<String, ?> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            long seconds = ((Number) value).longValue();
            if (seconds >= 1 && seconds <= MAX_LIFETIME) {
                return Optional.of(Duration.ofSeconds(seconds));
            }
        }
        throw new IllegalArgumentException(
                name + " must be a whole number of seconds, 1 to " + MAX_LIFETIME);
    }
}
