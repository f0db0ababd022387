package dev.rillcast.signal;

import dev.rillcast.room.Negotiation;
import dev.rillcast.room.Peer;
import dev.rillcast.room.RoomEvent;
import dev.rillcast.room.RoomEvent.Drop;
import dev.rillcast.room.RoomEvent.Rejection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what happens in rooms, as members are told. */
final class RoomEvents {
    private RoomEvents() {}

    static ObjectNode toJson(RoomEvent event) {
        return switch (event) {
            case RoomEvent.PeersChanged changed -> peerList(changed);
            case RoomEvent.PeerGone(String id, String name) ->
                    remote(ServerMessage.object("peerGone"), id, name);
            case RoomEvent.CallIncoming(long call, String id, String name) ->
                    call("callIncoming", call, id, name);
            case RoomEvent.CallAnswered(long call, String id, String name, boolean polite) ->
                    call("callAnswered", call, id, name).put("polite", polite);
            case RoomEvent.CallRejected(long call, String id, String name, Rejection why) ->
                    call("callRejected", call, id, name).put("reason", reason(why));
            case RoomEvent.CallDeclined(long call, String id, String name) ->
                    call("callDeclined", call, id, name);
            case RoomEvent.CallDropped(long call, String id, String name, Drop why) ->
                    call("callDropped", call, id, name).put("reason", reason(why));
            case RoomEvent.Negotiated(long call, String id, Negotiation what) ->
                    negotiated(call, id, what);
        };
    }

    private static ObjectNode peerList(RoomEvent.PeersChanged changed) {
        ObjectNode node = ServerMessage.object("peerList");
        ArrayNode list = node.putArray("peers");
        for (Peer peer : changed.peers()) {
            list.addObject()
                    .put("userId", peer.userId())
                    .put("userName", peer.userName())
                    .put("state", state(peer))
                    .put("audioMuted", peer.audioMuted())
                    .put("videoMuted", peer.videoMuted());
        }
        return node;
    }

    private static String state(Peer peer) {
        return switch (peer.state()) {
            case AVAILABLE -> "available";
            case RINGING -> "ringing";
            case IN_CALL -> "incall";
            case AWAY -> "away";
        };
    }

    private static String reason(Rejection rejection) {
        return switch (rejection) {
            case BUSY -> "busy";
            case UNANSWERED -> "unanswered";
            case GONE -> "gone";
        };
    }

    private static String reason(Drop drop) {
        return switch (drop) {
            case HUNG_UP -> "hungUp";
            case UNANSWERED -> "unanswered";
            case GONE -> "gone";
        };
    }

    private static ObjectNode call(String type, long call, String id, String name) {
        return remote(ServerMessage.object(type).put("call", call), id, name);
    }

    private static ObjectNode remote(ObjectNode node, String id, String name) {
        return node.put("remoteUserId", id).put("remoteUserName", name);
    }

    private static ObjectNode negotiated(long call, String id, Negotiation what) {
        return switch (what) {
            case Negotiation.Description(String type, String sdp) -> {
                ObjectNode node = about("callDescription", call, id);
                node.putObject("description").put("type", type).put("sdp", sdp);
                yield node;
            }
            case Negotiation.Candidates candidates -> {
                ObjectNode node = about("callCandidates", call, id);
                ArrayNode list = node.putArray("candidates");
                candidates.candidates().forEach(candidate -> add(list, candidate));
                yield node;
            }
        };
    }

    private static ObjectNode about(String type, long call, String id) {
        return ServerMessage.object(type).put("call", call).put("remoteUserId", id);
    }

    private static void add(ArrayNode list, Negotiation.IceCandidate candidate) {
        ObjectNode node = list.addObject().put("candidate", candidate.candidate());
        candidate.sdpMid().ifPresent(mid -> node.put("sdpMid", mid));
        candidate.sdpMLineIndex().ifPresent(line -> node.put("sdpMLineIndex", line));
        candidate.usernameFragment().ifPresent(ufrag -> node.put("usernameFragment", ufrag));
    }
}
