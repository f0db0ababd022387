package dev.rillcast.signal;

import dev.rillcast.broadcast.TargetStatus;
import dev.rillcast.ice.IceServer;
import dev.rillcast.ice.TurnCredential;
import dev.rillcast.report.Report;
import dev.rillcast.report.ReportJson;
import dev.rillcast.room.RoomEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server says (docs/signalling.md). */
sealed interface ServerMessage {
    /** The message as it goes over the wire. */
    String toJson();

    /**
     * A request was carried out.
     *
     * @param fields what its answer brings
     */
    record Ok(long id, Map<String, String> fields) implements ServerMessage {
        @Override
        public String toJson() {
            ObjectNode node = object("ok").put("id", id);
            fields.forEach(node::put);
            return node.toString();
        }
    }

    /**
     * Somebody is signed in, anew or again.
     *
     * @param resume the token that takes the session over once
     * @param within seconds that a lost session waits for it
     * @param received the requests that the server has taken, if the session was resumed
     * @param iceServers may be none
     */
    record SignedIn(
            long id,
            String userId,
            String resume,
            long within,
            OptionalLong received,
            List<IceServer> iceServers)
            implements ServerMessage {
        @Override
        public String toJson() {
            ObjectNode node =
                    object("ok")
                            .put("id", id)
                            .put("userId", userId)
                            .put("resume", resume)
                            .put("resumeWithin", within);
            received.ifPresent(count -> node.put("received", count));
            return withIceServers(node, iceServers).toString();
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "SignedIn[id=" + id + ", userId=" + userId + "]";
        }
    }

    /** A request was not carried out. */
    record Refused(long id, ErrorCode code, String message) implements ServerMessage {
        @Override
        public String toJson() {
            return withError(object("error").put("id", id), code, message).toString();
        }
    }

    /** How a target of a broadcast is doing. */
    record BroadcastStatus(TargetStatus status, String text, String streamName)
            implements ServerMessage {
        @Override
        public String toJson() {
            ObjectNode node =
                    object("broadcastStatus")
                            .put("state", status.stage().state())
                            .put("message", status.stage().name().toLowerCase(Locale.ROOT))
                            .put("text", text)
                            .put("streamname", streamName)
                            .put("target", status.target());
            status.video()
                    .ifPresent(
                            video ->
                                    node.putObject("video")
                                            .put("mode", video.mode())
                                            .put("from", video.from().name())
                                            .put("why", video.why()));
            if (status.stage() == TargetStatus.Stage.RECONNECTING) {
                node.put("attempt", status.attempt()).put("retryIn", status.retryIn().toMillis());
            }
            return node.toString();
        }
    }

    /** A broadcast was stopped, as was asked for. */
    record BroadcastStopped(long id, Report report) implements ServerMessage {
        @Override
        public String toJson() {
            return object("ok").put("id", id).set("report", ReportJson.of(report)).toString();
        }
    }

    /** A broadcast is over though the client did not stop it. */
    record BroadcastEnded(ErrorCode code, String message, Report report) implements ServerMessage {
        @Override
        public String toJson() {
            return withError(object("broadcastEnded"), code, message)
                    .set("report", ReportJson.of(report))
                    .toString();
        }
    }

    /** The session is over though the client did not sign out. */
    record SessionEnded(ErrorCode code, String message) implements ServerMessage {
        @Override
        public String toJson() {
            return withError(object("sessionEnded"), code, message).toString();
        }
    }

    /** The ICE servers; may be none. */
    record IceServers(long id, List<IceServer> iceServers) implements ServerMessage {
        @Override
        public String toJson() {
            return withIceServers(object("ok").put("id", id), iceServers).toString();
        }
    }

    /** Something has happened in the room. */
    record InRoom(RoomEvent event) implements ServerMessage {
        @Override
        public String toJson() {
            return RoomEvents.toJson(event).toString();
        }
    }

    private static ObjectNode withIceServers(ObjectNode node, List<IceServer> servers) {
        if (servers.isEmpty()) {
            return node;
        }
        ArrayNode list = node.putArray("iceServers");
        for (IceServer server : servers) {
            ObjectNode entry = list.addObject();
            server.urls().forEach(entry.putArray("urls")::add);
            server.credential()
                    .ifPresent(
                            turn ->
                                    entry.put("username", turn.username())
                                            .put("credential", turn.credential()));
        }
        return node.put("iceLifetime", TurnCredential.LIFETIME.toSeconds());
    }

    static ObjectNode object(String type) {
        return JsonMapper.shared().createObjectNode().put("type", type);
    }

    private static ObjectNode withError(ObjectNode node, ErrorCode code, String message) {
        node.putObject("error")
                .put("code", code.number())
                .put("name", code.label())
                .put("message", message);
        return node;
    }
}
