package dev.rillcast.room;

import java.util.stream.Stream;

/**
 * An event that is no list of peers, in a form that compares with another one's.
 *
 * @param call 0 if it is about none
 */
record Told(String kind, String user, String name, long call, Object detail) {
    static Stream<Told> of(RoomEvent event) {
        String kind = event.getClass().getSimpleName();
        return switch (event) {
            case RoomEvent.PeersChanged _ -> Stream.empty();
            case RoomEvent.PeerGone(String user, String name) ->
                    Stream.of(new Told(kind, user, name, 0, ""));
            case RoomEvent.CallIncoming(long call, String user, String name) ->
                    Stream.of(new Told(kind, user, name, call, ""));
            case RoomEvent.CallAnswered(long call, String user, String name, boolean polite) ->
                    Stream.of(new Told(kind, user, name, call, polite ? "polite" : "impolite"));
            case RoomEvent.CallRejected(long call, String user, String name, var reason) ->
                    Stream.of(new Told(kind, user, name, call, reason));
            case RoomEvent.CallDeclined(long call, String user, String name) ->
                    Stream.of(new Told(kind, user, name, call, ""));
            case RoomEvent.CallDropped(long call, String user, String name, var reason) ->
                    Stream.of(new Told(kind, user, name, call, reason));
            case RoomEvent.Negotiated(long call, String user, Negotiation _) ->
                    Stream.of(new Told(kind, user, "", call, ""));
        };
    }

    Told with(long otherCall) {
        return new Told(kind, user, name, otherCall, detail);
    }

    String title() {
        return (kind + " " + detail).strip();
    }
}
