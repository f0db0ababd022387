package dev.rillcast.signal;

import static dev.rillcast.signal.Fields.malformed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the arguments of {@code sendMetaData}. */
final class MetaData {
    static final int MAX_DEPTH = 6;
    static final int MAX_VALUES = 1_000;
    static final int MAX_KEY = 256;
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_NAME = 256;

    private int count;

    private MetaData() {}

    static ClientMessage read(long id, Fields fields) throws SignalException {
        String handler = fields.text("handlerName", MAX_NAME);
        if (!handler.equals("onMetaData") && !handler.equals("onCuePoint")) {
            throw malformed("handlerName must be onMetaData or onCuePoint");
        }
        JsonNode values = fields.node().path("values");
        if (!values.isObject()) {
            throw malformed("values must be an object");
        }
        Map<String, @Nullable Object> read = new MetaData().object(values, "values", 1);
        // Last: what is written anew here is bounded in depth and number by now.
        if (values.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw malformed("values have more than " + MAX_BYTES + " bytes");
        }
        return new ClientMessage.SendMetaData(id, handler, read);
    }

    private Map<String, @Nullable Object> object(JsonNode node, String path, int depth)
            throws SignalException {
        checkDepth(path, depth);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String key = property.getKey();
            // AMF0 ends an object with an empty key (2.5).
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw malformed(path + " has a key that is not of 1 to " + MAX_KEY + " characters");
            }
            values.put(key, value(property.getValue(), path + "." + key, depth));
        }
        return values;
    }

    private List<@Nullable Object> array(JsonNode node, String path, int depth)
            throws SignalException {
        checkDepth(path, depth);
        List<@Nullable Object> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(value(node.path(i), path + "[" + i + "]", depth));
        }
        return values;
    }

    private @Nullable Object value(JsonNode node, String path, int depth) throws SignalException {
        if (++count > MAX_VALUES) {
            throw malformed("values are more than " + MAX_VALUES);
        }
        return switch (node.getNodeType()) {
            case OBJECT -> object(node, path, depth + 1);
            case ARRAY -> array(node, path, depth + 1);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node, path);
            default -> null;
        };
    }

    private static double number(JsonNode node, String path) throws SignalException {
        double number = node.asDouble(Double.NaN);
        if (!Double.isFinite(number)) {
            throw malformed(path + " must be a finite number");
        }
        return number;
    }

    private static void checkDepth(String path, int depth) throws SignalException {
        if (depth > MAX_DEPTH) {
            throw malformed(path + " is nested more than " + MAX_DEPTH + " deep");
        }
    }
}
