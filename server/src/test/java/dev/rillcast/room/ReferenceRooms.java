package dev.rillcast.room;

import dev.rillcast.room.RoomEvent.CallAnswered;
import dev.rillcast.room.RoomEvent.CallDeclined;
import dev.rillcast.room.RoomEvent.CallDropped;
import dev.rillcast.room.RoomEvent.CallIncoming;
import dev.rillcast.room.RoomEvent.CallRejected;
import dev.rillcast.room.RoomEvent.Drop;
import dev.rillcast.room.RoomEvent.Negotiated;
import dev.rillcast.room.RoomEvent.PeerGone;
import dev.rillcast.room.RoomEvent.Rejection;
import dev.rillcast.room.RoomException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of rooms and calls (docs/signalling.md), told as plainly as can be: two tables and no
 * locks. It tells no lists of peers; {@link #peers} is what they must say in the end.
 */
final class ReferenceRooms implements WalkedRooms {
    private record Place(String room, boolean away, boolean audioMuted, boolean videoMuted) {}

    private record Talk(long number, String caller, String callee, long since, boolean answered) {
        boolean isOf(String user) {
            return caller.equals(user) || callee.equals(user);
        }

        String other(String user) {
            return caller.equals(user) ? callee : caller;
        }
    }

    private final RoomLimits limits;
    private final Map<String, Place> places = new TreeMap<>();
    private final List<Talk> talks = new ArrayList<>();
    private Map<String, List<RoomEvent>> told = new HashMap<>();
    private long numbers;

    ReferenceRooms(RoomLimits limits) {
        this.limits = limits;
    }

    @Override
    public void enter(String user, String room) throws RoomException {
        require(!places.containsKey(user), Reason.NOT_NOW);
        require(usersIn(room).size() < limits.members(), Reason.NOT_NOW);
        places.put(user, new Place(room, false, false, false));
    }

    @Override
    public void leave(String user) {
        Place place = places.remove(user);
        if (place == null) {
            return;
        }
        for (Talk talk : talksOf(user)) {
            talks.remove(talk);
            String other = talk.other(user);
            boolean waits = !talk.answered && talk.caller.equals(other);
            tell(other, waits ? rejected(talk, Rejection.GONE) : dropped(talk, user, Drop.GONE));
        }
        usersIn(place.room).forEach(other -> tell(other, new PeerGone(user, name(user))));
    }

    @Override
    public void away(String user, boolean away) {
        places.computeIfPresent(
                user, (_, p) -> new Place(p.room, away, p.audioMuted, p.videoMuted));
    }

    @Override
    public void mute(String user, boolean audio, boolean video) {
        places.computeIfPresent(user, (_, p) -> new Place(p.room, p.away, audio, video));
    }

    @Override
    public void invoke(String user, String other, long now) throws RoomException {
        require(!user.equals(other), Reason.ONESELF);
        require(neighbours(user).contains(other), Reason.NO_SUCH);
        Optional<Talk> standing = talk(user, other);
        if (standing.isPresent()) {
            Talk talk = standing.get();
            require(!talk.answered && talk.callee.equals(user), Reason.NOT_NOW);
            answer(user, other);
            return;
        }
        require(talksOf(user).size() < limits.calls(), Reason.NOT_NOW);
        Talk talk = new Talk(++numbers, user, other, now, false);
        if (talksOf(other).size() >= limits.calls()) {
            tell(user, rejected(talk, Rejection.BUSY));
        } else {
            talks.add(talk);
            tell(other, new CallIncoming(talk.number, user, name(user)));
        }
    }

    @Override
    public void answer(String user, String other) throws RoomException {
        Optional<Talk> standing = talk(user, other);
        if (standing.isEmpty() || !standing.get().answered) {
            Talk talk = ringing(user, other);
            talks.set(
                    talks.indexOf(talk),
                    new Talk(talk.number, talk.caller, talk.callee, talk.since, true));
            tell(other, new CallAnswered(talk.number, user, name(user), false));
            tell(user, new CallAnswered(talk.number, other, name(other), true));
        }
    }

    @Override
    public void decline(String user, String other) throws RoomException {
        Talk talk = ringing(user, other);
        talks.remove(talk);
        tell(other, new CallDeclined(talk.number, user, name(user)));
    }

    @Override
    public void hangUp(String user, String other) throws RoomException {
        Talk talk = existing(user, other);
        if (!talk.answered && talk.callee.equals(user)) {
            decline(user, other);
        } else {
            talks.remove(talk);
            tell(other, dropped(talk, user, Drop.HUNG_UP));
        }
    }

    @Override
    public void negotiate(String user, String other, long call, Negotiation what)
            throws RoomException {
        Talk talk = existing(user, other);
        require(talk.answered && talk.number == call, Reason.NO_SUCH);
        tell(other, new Negotiated(call, user, what));
    }

    @Override
    public void sweep(long now) {
        for (Talk talk : List.copyOf(talks)) {
            if (!talk.answered && now - talk.since >= limits.ringing().toNanos()) {
                talks.remove(talk);
                tell(talk.caller, rejected(talk, Rejection.UNANSWERED));
                tell(talk.callee, dropped(talk, talk.caller, Drop.UNANSWERED));
            }
        }
    }

    @Override
    public Map<String, List<RoomEvent>> told() {
        Map<String, List<RoomEvent>> taken = told;
        told = new HashMap<>();
        return taken;
    }

    @Override
    public int count() {
        Set<String> rooms = new HashSet<>();
        places.values().forEach(place -> rooms.add(place.room));
        return rooms.size();
    }

    Set<String> users() {
        return places.keySet();
    }

    /** What the others in its room are to a user, by their ids. */
    Map<String, Peer> peers(String user) {
        Map<String, Peer> peers = new TreeMap<>();
        for (String other : neighbours(user)) {
            Place place = Objects.requireNonNull(places.get(other));
            peers.put(
                    other,
                    new Peer(
                            other,
                            name(other),
                            place.away ? PeerState.AWAY : inCalls(other),
                            place.audioMuted,
                            place.videoMuted));
        }
        return peers;
    }

    private PeerState inCalls(String user) {
        if (talksOf(user).stream().anyMatch(Talk::answered)) {
            return PeerState.IN_CALL;
        }
        return talksOf(user).isEmpty() ? PeerState.AVAILABLE : PeerState.RINGING;
    }

    /** The phases of a user's calls, by the others' ids. */
    Map<String, MemberView.Phase> calls(String user) {
        Map<String, MemberView.Phase> calls = new TreeMap<>();
        for (Talk talk : talksOf(user)) {
            calls.put(
                    talk.other(user),
                    talk.answered
                            ? MemberView.Phase.ANSWERED
                            : talk.caller.equals(user)
                                    ? MemberView.Phase.CALLING
                                    : MemberView.Phase.CALLED);
        }
        return calls;
    }

    /** The number of the call of two, or of the last one of all. */
    long number(String user, String other) {
        return talk(user, other).map(Talk::number).orElse(numbers);
    }

    private List<String> usersIn(String room) {
        return places.keySet().stream()
                .filter(user -> room.equals(Objects.requireNonNull(places.get(user)).room))
                .toList();
    }

    private List<String> neighbours(String user) {
        Place place = places.get(user);
        return place == null
                ? List.of()
                : usersIn(place.room).stream().filter(other -> !other.equals(user)).toList();
    }

    private List<Talk> talksOf(String user) {
        return talks.stream().filter(talk -> talk.isOf(user)).toList();
    }

    private Optional<Talk> talk(String user, String other) {
        return talksOf(user).stream().filter(talk -> talk.other(user).equals(other)).findAny();
    }

    private Talk existing(String user, String other) throws RoomException {
        Optional<Talk> talk = talk(user, other);
        require(talk.isPresent(), Reason.NO_SUCH);
        return talk.get();
    }

    private Talk ringing(String callee, String caller) throws RoomException {
        Talk talk = existing(callee, caller);
        require(!talk.answered && talk.callee.equals(callee), Reason.NO_SUCH);
        return talk;
    }

    private static RoomEvent rejected(Talk talk, Rejection reason) {
        return new CallRejected(talk.number, talk.callee, name(talk.callee), reason);
    }

    private static RoomEvent dropped(Talk talk, String by, Drop reason) {
        return new CallDropped(talk.number, by, name(by), reason);
    }

    private void tell(String user, RoomEvent event) {
        told.computeIfAbsent(user, _ -> new ArrayList<>()).add(event);
    }

    private static String name(String user) {
        return WalkedRooms.nameOf(user);
    }

    private static void require(boolean condition, Reason otherwise) throws RoomException {
        if (!condition) {
            throw new RoomException(otherwise, "by the reference");
        }
    }
}
