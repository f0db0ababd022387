package dev.rillcast.signal;

import static dev.rillcast.signal.Fields.malformed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The argument {@code rtmpconnectinfo}: what joins the command object of RTMP's {@code connect},
 * flat, as an object or as the JSON text of one.
 */
final class ConnectInfo {
    private static final String FIELD = "rtmpconnectinfo";
    private static final int MAX_KEYS = 32;
    private static final int MAX_KEY = 64;
    private static final int MAX_TEXT = 1_024;

    /** What {@code connect} says itself (RTMP 1.0 7.2.1.1, Enhanced RTMP v2), in small letters. */
    private static final Set<String> RESERVED =
            Set.of(
                    "app",
                    "audiocodecs",
                    "audiofourccinfomap",
                    "capabilities",
                    "capsex",
                    "flashver",
                    "fourcclist",
                    "fpad",
                    "objectencoding",
                    "pageurl",
                    "swfurl",
                    "tcurl",
                    "type",
                    "videocodecs",
                    "videofourccinfomap",
                    "videofunction");

    private ConnectInfo() {}

    /**
     * Keys in their order; values are strings, doubles and booleans.
     *
     * @param target the target that may have it
     */
    static Map<String, Object> read(Fields target) throws SignalException {
        JsonNode given = target.node().path(FIELD);
        String path = target.path() + FIELD;
        if (Fields.notGiven(given)) {
            return Map.of();
        }
        String form = path + " must be a flat object, or the JSON text of one";
        JsonNode node =
                given.isString() ? ClientMessageReader.parse(given.stringValue(), form) : given;
        if (!node.isObject()) {
            throw malformed(form);
        }
        if (node.size() > MAX_KEYS) {
            throw malformed(path + " has more than " + MAX_KEYS + " keys");
        }
        Map<String, Object> info = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            checkKey(path, property.getKey());
            info.put(property.getKey(), value(path + "." + property.getKey(), property.getValue()));
        }
        return Collections.unmodifiableMap(info);
    }

    private static void checkKey(String path, String key) throws SignalException {
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw malformed(path + " has a key that is not of 1 to " + MAX_KEY + " characters");
        }
        if (RESERVED.contains(key.toLowerCase(Locale.ROOT))) {
            throw malformed(path + "." + key + " is a name that RTMP's connect uses itself");
        }
    }

    private static Object value(String path, JsonNode value) throws SignalException {
        if (value.isString()) {
            String text = value.stringValue();
            if (text.length() > MAX_TEXT) {
                throw malformed(path + " has more than " + MAX_TEXT + " characters");
            }
            return text;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw malformed(path + " must be a string, a finite number or a boolean");
        }
        return number;
    }
}
