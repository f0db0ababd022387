package dev.rillcast.signal;

import static dev.rillcast.signal.Fields.malformed;
import static dev.rillcast.signal.RoomRequests.remoteUserId;

import dev.rillcast.auth.Credentials;
import dev.rillcast.media.PictureSize;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a client's message and checks every field of it. */
final class ClientMessageReader {
    static final int MAX_SDP = 64 * 1024;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String TYPES =
            "signIn, resume, signOut, startBroadcast, resumeBroadcast, broadcastCandidates,"
                    + " stopBroadcast, sendMetaData, iceServers, enterRoom, leaveRoom, setMuted, invokeCall, answerCall, declineCall,"
                    + " hangUpCall, callDescription, callCandidates";
    private static final int MAX_NAME = 256;
    private static final int MAX_SIDE = 16_384;
    private static final int MAX_TOKEN = 8_192; // a JWT with a chain of keys in it

    private ClientMessageReader() {}

    /**
     * @throws SignalException MALFORMED if it is no JSON object
     */
    static JsonNode parse(String text) throws SignalException {
        return parse(text, "a message is one JSON object");
    }

    /**
     * @throws SignalException MALFORMED with that text if it is no JSON object
     */
    static JsonNode parse(String text, String otherwise) throws SignalException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException notJson) {
            // the same answer
        }
        throw malformed(otherwise);
    }

    /** The request's id, or 0 if it has none to answer to. */
    static long id(JsonNode node) {
        return wholeNumber(node.path("id"), 0);
    }

    static ClientMessage read(JsonNode node) throws SignalException {
        long id = id(node);
        if (id <= 0) {
            throw malformed("id must be a positive whole number");
        }
        Fields fields = new Fields(node, "");
        String type = fields.text("type", MAX_NAME);
        return switch (type) {
            case "signIn" -> new ClientMessage.SignIn(id, version(node), credentials(fields));
            case "resume" -> resume(id, fields);
            case "signOut" -> new ClientMessage.SignOut(id);
            case "startBroadcast" -> startBroadcast(id, fields);
            case "resumeBroadcast" ->
                    new ClientMessage.ResumeBroadcast(id, fields.text("sdp", MAX_SDP));
            case "broadcastCandidates" -> broadcastCandidates(id, fields);
            case "stopBroadcast" -> new ClientMessage.StopBroadcast(id);
            case "sendMetaData" -> MetaData.read(id, fields);
            case "iceServers" -> new ClientMessage.IceServers(id);
            case "enterRoom" -> new ClientMessage.EnterRoom(id);
            case "leaveRoom" -> new ClientMessage.LeaveRoom(id);
            case "setMuted" -> RoomRequests.setMuted(id, fields);
            case "invokeCall" -> new ClientMessage.InvokeCall(id, remoteUserId(fields));
            case "answerCall" -> new ClientMessage.AnswerCall(id, remoteUserId(fields));
            case "declineCall" -> new ClientMessage.DeclineCall(id, remoteUserId(fields));
            case "hangUpCall" -> new ClientMessage.HangUpCall(id, remoteUserId(fields));
            case "callDescription" -> RoomRequests.description(id, fields);
            case "callCandidates" -> RoomRequests.callCandidates(id, fields);
            default -> throw malformed("type is none of " + TYPES);
        };
    }

    private static Credentials credentials(Fields fields) throws SignalException {
        return new Credentials(
                fields.text("userName", MAX_NAME),
                fields.optionalText("room", MAX_NAME),
                fields.optionalText("token", MAX_TOKEN),
                fields.optionalText("serverUserName", MAX_NAME),
                fields.optionalText("serverPassword", MAX_NAME),
                fields.optionalText("bintuApiKey", MAX_NAME));
    }

    private static ClientMessage resume(long id, Fields fields) throws SignalException {
        long received = wholeNumber(fields.node().path("received"), -1);
        if (received < 0) {
            throw malformed("received must be a whole number, 0 or more");
        }
        int version = version(fields.node());
        return new ClientMessage.Resume(id, version, fields.text("resume", MAX_NAME), received);
    }

    private static int version(JsonNode node) {
        JsonNode version = node.path("version");
        return version.isInt() ? version.intValue() : 0;
    }

    private static ClientMessage startBroadcast(long id, Fields fields) throws SignalException {
        String sdp = fields.text("sdp", MAX_SDP);
        return new ClientMessage.StartBroadcast(
                id, sdp, picture(fields), TranscodingTarget.readAll(fields.node()));
    }

    /** A camera's picture may have any size; what is made of it has a near one. */
    private static Optional<PictureSize> picture(Fields fields) throws SignalException {
        if (Fields.notGiven(fields.node().path("picture"))) {
            return Optional.empty();
        }
        Fields picture = fields.object("picture");
        OptionalInt width = picture.wholeNumber("width", 1, MAX_SIDE);
        OptionalInt height = picture.wholeNumber("height", 1, MAX_SIDE);
        if (width.isEmpty() || height.isEmpty()) {
            throw malformed("picture must have a width and a height");
        }
        return Optional.of(PictureSize.near(width.getAsInt(), height.getAsInt()));
    }

    private static ClientMessage broadcastCandidates(long id, Fields fields)
            throws SignalException {
        var _ = RoomRequests.candidates(fields);
        return new ClientMessage.BroadcastCandidates(id);
    }

    private static long wholeNumber(JsonNode node, long otherwise) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : otherwise;
    }
}
