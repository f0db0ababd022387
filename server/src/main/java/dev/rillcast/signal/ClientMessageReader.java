package dev.rillcast.signal;

import dev.rillcast.auth.Credentials;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a client's message and checks every field of it. */
final class ClientMessageReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_NAME = 256;
    private static final int MAX_TOKEN = 8_192; // a JWT with a chain of keys in it
    private static final int MAX_URL = 2_048;
    private static final int MAX_SDP = 64 * 1024;

    private ClientMessageReader() {}

    /**
     * @throws SignalException MALFORMED if it is no JSON object
     */
    static JsonNode parse(String text) throws SignalException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException notJson) {
            // the same answer
        }
        throw malformed("a message is one JSON object");
    }

    /** The request's id, or 0 if it has none to answer to. */
    static long id(JsonNode node) {
        JsonNode id = node.path("id");
        return id.isIntegralNumber() && id.canConvertToLong() ? id.asLong() : 0;
    }

    static ClientMessage read(JsonNode node) throws SignalException {
        long id = id(node);
        if (id <= 0) {
            throw malformed("id must be a positive whole number");
        }
        String type = required(node, "type", MAX_NAME);
        return switch (type) {
            case "signIn" ->
                    new ClientMessage.SignIn(id, node.path("version").asInt(0), credentials(node));
            case "signOut" -> new ClientMessage.SignOut(id);
            case "startBroadcast" -> startBroadcast(id, node);
            case "stopBroadcast" -> new ClientMessage.StopBroadcast(id);
            default ->
                    throw malformed(
                            "type is none of signIn, signOut, startBroadcast, stopBroadcast");
        };
    }

    private static Credentials credentials(JsonNode node) throws SignalException {
        return new Credentials(
                required(node, "userName", MAX_NAME),
                optional(node, "room", MAX_NAME),
                optional(node, "token", MAX_TOKEN),
                optional(node, "serverUserName", MAX_NAME),
                optional(node, "serverPassword", MAX_NAME),
                optional(node, "bintuApiKey", MAX_NAME));
    }

    private static ClientMessage startBroadcast(long id, JsonNode node) throws SignalException {
        JsonNode targets = node.path("transcodingTargets");
        if (!targets.isObject()) {
            throw malformed("transcodingTargets must be an object");
        }
        return new ClientMessage.StartBroadcast(
                id,
                required(node, "sdp", MAX_SDP),
                required(targets, "output", MAX_URL),
                optional(targets, "streamname", MAX_URL));
    }

    private static String required(JsonNode node, String field, int limit) throws SignalException {
        return optional(node, field, limit)
                .orElseThrow(() -> malformed(field + " must be given, as a string"));
    }

    private static Optional<String> optional(JsonNode node, String field, int limit)
            throws SignalException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw malformed(field + " must be a string");
        }
        String text = value.asString();
        if (text.length() > limit) {
            throw malformed(field + " has more than " + limit + " characters");
        }
        return Optional.of(text).filter(t -> !t.isBlank());
    }

    private static SignalException malformed(String message) {
        return new SignalException(ErrorCode.MALFORMED, message);
    }
}
