package dev.rillcast.signal;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object; what is wrong with one is told by its path. {@code null} and blank
 * text count as not given.
 *
 * @param path of the object, with a dot at its end; empty for the message itself
 */
record Fields(JsonNode node, String path) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,12}(\\.\\d{1,12})?");

    String text(String field, int limit) throws SignalException {
        return optionalText(field, limit)
                .orElseThrow(() -> malformed(path + field + " must be given, as a string"));
    }

    Optional<String> optionalText(String field, int limit) throws SignalException {
        return notGiven(node.path(field)) ? Optional.empty() : Optional.of(string(field, limit));
    }

    /** A string that must be there, but may be blank. */
    String string(String field, int limit) throws SignalException {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            throw malformed(path + field + " must be a string");
        }
        String text = value.stringValue();
        if (text.length() > limit) {
            throw malformed(path + field + " has more than " + limit + " characters");
        }
        return text;
    }

    Fields object(String field) throws SignalException {
        JsonNode value = node.path(field);
        if (!value.isObject()) {
            throw malformed(path + field + " must be an object");
        }
        return new Fields(value, path + field + ".");
    }

    /** A number, or the text of one. */
    OptionalDouble number(String field, int min, int max) throws SignalException {
        JsonNode value = node.path(field);
        if (notGiven(value)) {
            return OptionalDouble.empty();
        }
        double number = number(value);
        if (!(number >= min && number <= max)) {
            throw malformed(path + field + " must be a number from " + min + " to " + max);
        }
        return OptionalDouble.of(number);
    }

    /** A whole number, or the text of one. */
    OptionalInt wholeNumber(String field, int min, int max) throws SignalException {
        OptionalDouble number = number(field, min, max);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        int whole = (int) number.getAsDouble();
        if (whole != number.getAsDouble()) {
            throw malformed(path + field + " must be a whole number");
        }
        return OptionalInt.of(whole);
    }

    private static double number(JsonNode value) {
        if (value.isNumber()) {
            return value.asDouble(Double.NaN); // NaN for what no double can hold
        }
        String text = value.isString() ? value.stringValue().strip() : "";
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /** A flag that must be given. */
    boolean flag(String field) throws SignalException {
        if (notGiven(node.path(field))) {
            throw malformed(path + field + " must be given, as true or false");
        }
        return flag(field, false);
    }

    boolean flag(String field, boolean otherwise) throws SignalException {
        return optionalFlag(field).orElse(otherwise);
    }

    /** As pages write it: {@code '0'} and {@code '1'}, the same as numbers, or a boolean. */
    Optional<Boolean> optionalFlag(String field) throws SignalException {
        JsonNode value = node.path(field);
        if (notGiven(value)) {
            return Optional.empty();
        }
        boolean plain = value.isString() || value.isBoolean() || value.isIntegralNumber();
        return switch (plain ? value.asString().strip().toLowerCase(Locale.ROOT) : "") {
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> throw malformed(path + field + " must be '0' or '1'");
        };
    }

    static boolean notGiven(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isBlank());
    }

    static SignalException malformed(String message) {
        return new SignalException(ErrorCode.MALFORMED, message);
    }
}
