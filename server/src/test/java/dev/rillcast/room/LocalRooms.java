package dev.rillcast.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rooms of one server. Who has left goes on asking as the member that it was. */
final class LocalRooms implements WalkedRooms {
    private final Mailbox mail = new Mailbox();
    private final Rooms rooms;
    private final Map<String, Member> members = new HashMap<>();

    LocalRooms(RoomLimits limits) {
        rooms = new Rooms(limits, mail);
    }

    @Override
    public void enter(String user, String room) throws RoomException {
        members.put(user, rooms.enter(room, user, WalkedRooms.nameOf(user)));
    }

    @Override
    public void leave(String user) {
        member(user).leave();
    }

    @Override
    public void away(String user, boolean away) {
        member(user).away(away);
    }

    @Override
    public void mute(String user, boolean audio, boolean video) {
        member(user).mute(audio, video);
    }

    @Override
    public void invoke(String user, String other, long now) throws RoomException {
        member(user).invoke(other, now);
    }

    @Override
    public void answer(String user, String other) throws RoomException {
        member(user).answer(other);
    }

    @Override
    public void decline(String user, String other) throws RoomException {
        member(user).decline(other);
    }

    @Override
    public void hangUp(String user, String other) throws RoomException {
        member(user).hangUp(other);
    }

    @Override
    public void negotiate(String user, String other, long call, Negotiation what)
            throws RoomException {
        member(user).negotiate(other, call, what);
    }

    @Override
    public void sweep(long now) {
        rooms.sweep(now);
    }

    @Override
    public Map<String, List<RoomEvent>> told() {
        return mail.takeAll();
    }

    @Override
    public int count() {
        return rooms.count();
    }

    private Member member(String user) {
        return Objects.requireNonNull(members.get(user), user);
    }
}
