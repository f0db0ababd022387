package dev.rillcast.signal;

import static dev.rillcast.signal.Fields.malformed;

import dev.rillcast.room.Negotiation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads what members want of their room and of each other. */
final class RoomRequests {
    static final int MAX_CANDIDATES = 64;
    static final int MAX_CANDIDATE = 1_024; // the longest known, with a mDNS name, has 300

    private static final int MAX_USER_ID = 64;
    private static final int MAX_WORD = 256; // RFC 8839 5.4 bounds the fragment so
    private static final int MAX_LINE = 1_000;

    private RoomRequests() {}

    static ClientMessage setMuted(long id, Fields fields) throws SignalException {
        return new ClientMessage.SetMuted(id, fields.flag("audio"), fields.flag("video"));
    }

    /** The other one, as a string or as the whole number that it looks like. */
    static String remoteUserId(Fields fields) throws SignalException {
        JsonNode value = fields.node().path("remoteUserId");
        if (value.isIntegralNumber()) {
            String digits = value.asString();
            if (digits.length() > MAX_USER_ID) {
                throw malformed("remoteUserId has more than " + MAX_USER_ID + " characters");
            }
            return digits;
        }
        return fields.text("remoteUserId", MAX_USER_ID);
    }

    static ClientMessage description(long id, Fields fields) throws SignalException {
        Fields description = fields.object("description");
        String type = description.text("type", MAX_WORD);
        boolean rollback = type.equals("rollback");
        if (!rollback && !type.equals("offer") && !type.equals("answer")) {
            throw malformed("description.type must be offer, answer or rollback");
        }
        // A rollback undoes an offer and has nothing to say itself (RFC 8829 4.1.8.2).
        String sdp = rollback ? "" : description.text("sdp", ClientMessageReader.MAX_SDP);
        return negotiate(id, fields, new Negotiation.Description(type, sdp));
    }

    static ClientMessage callCandidates(long id, Fields fields) throws SignalException {
        return negotiate(id, fields, new Negotiation.Candidates(candidates(fields)));
    }

    /** Of a call or of the broadcast. */
    static List<Negotiation.IceCandidate> candidates(Fields fields) throws SignalException {
        JsonNode list = fields.node().path("candidates");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_CANDIDATES) {
            throw malformed("candidates must be a list of 1 to " + MAX_CANDIDATES);
        }
        List<Negotiation.IceCandidate> candidates = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String path = "candidates[" + i + "]";
            if (!list.path(i).isObject()) {
                throw malformed(path + " must be an object");
            }
            candidates.add(candidate(new Fields(list.path(i), path + ".")));
        }
        return candidates;
    }

    private static Negotiation.IceCandidate candidate(Fields fields) throws SignalException {
        OptionalInt line = fields.wholeNumber("sdpMLineIndex", 0, MAX_LINE);
        return new Negotiation.IceCandidate(
                fields.string("candidate", MAX_CANDIDATE),
                fields.optionalText("sdpMid", MAX_WORD),
                line,
                fields.optionalText("usernameFragment", MAX_WORD));
    }

    private static ClientMessage negotiate(long id, Fields fields, Negotiation what)
            throws SignalException {
        JsonNode call = fields.node().path("call");
        if (!call.isIntegralNumber() || !call.canConvertToLong() || call.longValue() <= 0) {
            throw malformed("call must be a positive whole number");
        }
        return new ClientMessage.Negotiate(id, remoteUserId(fields), call.longValue(), what);
    }
}
