package dev.rillcast.room;

import dev.rillcast.room.RoomEvent.Drop;
import dev.rillcast.room.RoomEvent.Rejection;
import dev.rillcast.room.RoomException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One room: who is in it, and the calls between them. One lock for all of it. */
final class Room {
    private final Rooms rooms;
    private final String name;
    private final RoomLimits limits;
    private final Post post;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private boolean closed;

    /**
     * @param rooms are told who leaves, and when the last one has: nobody enters after that
     */
    Room(Rooms rooms, String name, RoomLimits limits, Post post) {
        this.rooms = rooms;
        this.name = name;
        this.limits = limits;
        this.post = post;
    }

    /**
     * @param userId of nobody who is in a room
     * @return empty if the room is closed
     */
    synchronized Optional<Member> enter(String userId, String userName) throws RoomException {
        if (closed) {
            return Optional.empty();
        }
        if (members.size() >= limits.members()) {
            throw new RoomException(
                    Reason.NOT_NOW, "the room is full: it holds " + limits.members() + " people");
        }
        Member member = new Member(this, userId, userName);
        members.put(userId, member);
        tellPeers();
        return Optional.of(member);
    }

    synchronized void leave(Member member) {
        if (!members.remove(member.userId, member)) {
            return;
        }
        for (Call call : callsOf(member)) {
            calls.remove(call);
            tellEnd(call, call.other(member), Rejection.GONE, Drop.GONE);
        }
        for (Member other : members.values()) {
            post.deliver(other.userId, new RoomEvent.PeerGone(member.userId, member.userName));
        }
        tellPeers();
        rooms.left(member.userId);
        if (members.isEmpty()) {
            closed = true;
            rooms.emptied(name);
        }
    }

    synchronized void change(Member member, Runnable change) {
        if (isHere(member)) {
            change.run();
            tellPeers();
        }
    }

    synchronized void invoke(Member caller, String userId, long now) throws RoomException {
        if (caller.userId.equals(userId)) {
            throw new RoomException(Reason.ONESELF, "remoteUserId is your own");
        }
        Member callee = isHere(caller) ? members.get(userId) : null;
        if (callee == null) {
            throw new RoomException(
                    Reason.NO_SUCH, "there is nobody in the room with the id " + userId);
        }
        Call standing = callBetween(caller, userId);
        if (standing != null) {
            answerInstead(standing, caller);
        } else if (callsOf(caller).size() >= limits.calls()) {
            throw new RoomException(
                    Reason.NOT_NOW,
                    "you have " + limits.calls() + " calls, no more can be had at once");
        } else if (callsOf(callee).size() >= limits.calls()) {
            post.deliver(
                    caller.userId,
                    new RoomEvent.CallRejected(
                            rooms.nextCall(), callee.userId, callee.userName, Rejection.BUSY));
        } else {
            Call call = new Call(rooms.nextCall(), caller, callee, now);
            calls.add(call);
            post.deliver(
                    callee.userId,
                    new RoomEvent.CallIncoming(call.number, caller.userId, caller.userName));
            tellPeers();
        }
    }

    /** Both call each other at once: the later one meant to talk, so this is its answer. */
    private void answerInstead(Call standing, Member caller) throws RoomException {
        if (standing.answered || standing.caller.equals(caller)) {
            String what = standing.answered ? "you are in a call with " : "you are calling ";
            throw new RoomException(
                    Reason.NOT_NOW, what + standing.other(caller).userId + " already");
        }
        answer(standing);
    }

    synchronized void answer(Member callee, String userId) throws RoomException {
        Call call = callBetween(callee, userId);
        if (call == null || !(call.answered || call.callee.equals(callee))) {
            throw nobodyCalls(userId);
        }
        if (!call.answered) {
            answer(call);
        }
    }

    private void answer(Call call) {
        call.answered = true;
        Member caller = call.caller;
        Member callee = call.callee;
        post.deliver(
                caller.userId,
                new RoomEvent.CallAnswered(call.number, callee.userId, callee.userName, false));
        post.deliver(
                callee.userId,
                new RoomEvent.CallAnswered(call.number, caller.userId, caller.userName, true));
        tellPeers();
    }

    synchronized void decline(Member callee, String userId) throws RoomException {
        Call call = callBetween(callee, userId);
        if (call == null || call.answered || !call.callee.equals(callee)) {
            throw nobodyCalls(userId);
        }
        decline(call);
    }

    private void decline(Call call) {
        calls.remove(call);
        Member callee = call.callee;
        post.deliver(
                call.caller.userId,
                new RoomEvent.CallDeclined(call.number, callee.userId, callee.userName));
        tellPeers();
    }

    synchronized void hangUp(Member member, String userId) throws RoomException {
        Call call = callBetween(member, userId);
        if (call == null) {
            throw new RoomException(Reason.NO_SUCH, "there is no call with " + userId);
        }
        if (!call.answered && call.callee.equals(member)) {
            decline(call);
            return;
        }
        calls.remove(call);
        post.deliver(userId, dropped(call, call.other(member), Drop.HUNG_UP));
        tellPeers();
    }

    synchronized void negotiate(Member member, String userId, long number, Negotiation what)
            throws RoomException {
        Call call = callBetween(member, userId);
        if (call == null || !call.answered || call.number != number) {
            throw new RoomException(
                    Reason.NO_SUCH, "there is no answered call " + number + " with " + userId);
        }
        post.deliver(userId, new RoomEvent.Negotiated(number, member.userId, what));
    }

    synchronized void sweep(long now) {
        long ringing = limits.ringing().toNanos();
        List<Call> over =
                calls.stream()
                        .filter(call -> !call.answered && now - call.since >= ringing)
                        .toList();
        for (Call call : over) {
            calls.remove(call);
            tellEnd(call, call.caller, Rejection.UNANSWERED, Drop.UNANSWERED);
            tellEnd(call, call.callee, Rejection.UNANSWERED, Drop.UNANSWERED);
        }
        if (!over.isEmpty()) {
            tellPeers();
        }
    }

    synchronized int calls(boolean answered) {
        return (int) calls.stream().filter(call -> call.answered == answered).count();
    }

    /** A caller whose call was never answered learns that it did not come about. */
    private void tellEnd(Call call, Member member, Rejection rejection, Drop drop) {
        Member other = call.other(member);
        post.deliver(
                member.userId,
                !call.answered && call.caller.equals(member)
                        ? new RoomEvent.CallRejected(
                                call.number, other.userId, other.userName, rejection)
                        : dropped(call, member, drop));
    }

    private static RoomEvent dropped(Call call, Member told, Drop reason) {
        Member other = call.other(told);
        return new RoomEvent.CallDropped(call.number, other.userId, other.userName, reason);
    }

    private static RoomException nobodyCalls(String userId) {
        return new RoomException(Reason.NO_SUCH, userId + " is not calling you");
    }

    private boolean isHere(Member member) {
        return member.equals(members.get(member.userId));
    }

    private List<Call> callsOf(Member member) {
        return calls.stream().filter(call -> call.concerns(member)).toList();
    }

    private @Nullable Call callBetween(Member member, String userId) {
        for (Call call : calls) {
            if (call.concerns(member) && call.other(member).userId.equals(userId)) {
                return call;
            }
        }
        return null;
    }

    /** Tells each member who the others are, if that has changed for it. */
    private void tellPeers() {
        List<Peer> peers = members.values().stream().map(this::peer).toList();
        for (Member member : members.values()) {
            List<Peer> others =
                    peers.stream().filter(peer -> !peer.userId().equals(member.userId)).toList();
            if (!others.equals(member.told)) {
                member.told = others;
                post.deliver(member.userId, new RoomEvent.PeersChanged(others));
            }
        }
    }

    private Peer peer(Member member) {
        return new Peer(
                member.userId,
                member.userName,
                state(member),
                member.audioMuted,
                member.videoMuted);
    }

    private PeerState state(Member member) {
        if (member.away) {
            return PeerState.AWAY;
        }
        List<Call> its = callsOf(member);
        if (its.isEmpty()) {
            return PeerState.AVAILABLE;
        }
        return its.stream().anyMatch(call -> call.answered) ? PeerState.IN_CALL : PeerState.RINGING;
    }
}
