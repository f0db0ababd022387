package dev.rillcast.room;

import static java.util.Comparator.comparing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.room.MemberView.Call;
import dev.rillcast.room.MemberView.Phase;
import dev.rillcast.room.RoomException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes rooms through any steps in any order. After each step they must have refused, told and
 * changed what the reference did, and what each member knows must fit to what the others know.
 */
public final class RoomWalk {
    private final RoomLimits limits;
    private final WalkedRooms rooms;
    private final ReferenceRooms reference;
    private final Map<String, MemberView> views = new TreeMap<>();

    /** Who was in a room once. */
    private final Set<String> known = new TreeSet<>();

    /** The calls' numbers, by those of the reference. */
    private final Map<Long, Long> numbers = new HashMap<>(Map.of(0L, 0L));

    private final Set<String> seen = new HashSet<>();

    /** {@link System#nanoTime()} begins anew on the way. */
    private long now = Long.MAX_VALUE - Duration.ofMinutes(2).toNanos();

    public RoomWalk(RoomLimits limits, WalkedRooms rooms) {
        this.limits = limits;
        this.rooms = rooms;
        this.reference = new ReferenceRooms(limits);
    }

    /** Takes all steps; then all leave. */
    public void take(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            take("step " + i, steps.get(i));
        }
        for (String user : known) {
            take("at the end", new Step.Leave(user));
        }
        assertEquals(Map.of(), views);
        assertEquals(0, rooms.count(), "rooms are left over");
    }

    /** The kinds of all that was told or refused. */
    public Set<String> seen() {
        return seen;
    }

    private void take(String when, Step step) {
        if (step instanceof Step.ByUser by
                && !(by instanceof Step.Enter)
                && !known.contains(by.user())) {
            return;
        }
        try {
            takeOne(step);
        } catch (AssertionError e) {
            throw new AssertionError(when + ", " + step + ": " + e.getMessage(), e);
        }
    }

    private void takeOne(Step step) {
        if (step instanceof Step.Pass(int seconds)) {
            now += Duration.ofSeconds(seconds).toNanos();
        }
        long call = 0;
        if (step instanceof Step.Negotiate(String user, String other, int off)) {
            call = reference.number(user, other) + off;
        }
        Optional<Reason> expected = refusal(step, reference, call);
        Optional<Reason> actual = refusal(step, rooms, numbers.getOrDefault(call, -1L - call));
        assertEquals(expected, actual, "refused");
        actual.ifPresent(reason -> seen.add("refused " + reason));
        if (actual.isEmpty() && step instanceof Step.ByUser by) {
            asked(by);
        }
        Map<String, List<RoomEvent>> told = rooms.told();
        told.forEach(this::look);
        compare(reference.told(), told);
        check();
    }

    private Optional<Reason> refusal(Step step, WalkedRooms by, long call) {
        try {
            step.on(by, call, now);
            return Optional.empty();
        } catch (RoomException e) {
            return Optional.of(e.reason());
        }
    }

    private void asked(Step.ByUser step) {
        switch (step) {
            case Step.Enter(String user, String _) -> {
                known.add(user);
                views.put(user, new MemberView(user));
            }
            case Step.Leave _ -> views.remove(step.user());
            default -> Optional.ofNullable(views.get(step.user())).ifPresent(v -> v.asked(step));
        }
    }

    private void look(String user, List<RoomEvent> events) {
        MemberView view = views.get(user);
        assertTrue(view != null, user + " is in no room, but is told " + events);
        events.forEach(view::told);
        view.settled();
    }

    private void compare(
            Map<String, List<RoomEvent>> expected, Map<String, List<RoomEvent>> actual) {
        for (String user : views.keySet()) {
            List<Told> due = byOther(expected.getOrDefault(user, List.of()));
            List<Told> came = byOther(actual.getOrDefault(user, List.of()));
            assertEquals(due.size(), came.size(), () -> user + ": " + due + " but " + came);
            for (int i = 0; i < due.size(); i++) {
                Told one = came.get(i);
                assertEquals(due.get(i).with(number(due.get(i).call(), one.call())), one, user);
                seen.add(one.title());
            }
        }
    }

    /** Lists of peers may come in between, and of different others one may hear in any order. */
    private static List<Told> byOther(List<RoomEvent> events) {
        return events.stream().flatMap(Told::of).sorted(comparing(Told::user)).toList();
    }

    /** Both number their calls as they like, but each call has a number of its own. */
    private long number(long expected, long actual) {
        if (!numbers.containsKey(expected)) {
            assertFalse(numbers.containsValue(actual), "another call had this number");
            numbers.put(expected, actual);
        }
        return numbers.getOrDefault(expected, 0L);
    }

    private void check() {
        assertEquals(reference.users(), views.keySet());
        assertEquals(reference.count(), rooms.count(), "rooms");
        views.forEach(
                (user, view) -> {
                    assertEquals(reference.peers(user), view.peers(), () -> "peers of " + user);
                    Map<String, Phase> phases = new TreeMap<>();
                    view.calls().forEach((other, call) -> phases.put(other, call.phase()));
                    assertEquals(reference.calls(user), phases, () -> "calls of " + user);
                    check(user, view);
                });
    }

    /** What must be true of any rooms, whatever the reference says. */
    private void check(String user, MemberView view) {
        Map<String, Peer> peers = view.peers();
        assertTrue(peers.size() < limits.members(), "too many members");
        assertTrue(view.calls().size() <= limits.calls(), "too many calls");
        for (String peer : peers.keySet()) {
            assertEquals(view.everybody(), view(peer).everybody(), "in one room, but not agreed");
        }
        view.calls()
                .forEach(
                        (other, call) -> {
                            assertTrue(peers.containsKey(other), "a call with nobody");
                            checkBothSides(call, view(other).calls().get(user));
                        });
    }

    private static void checkBothSides(Call here, @Nullable Call there) {
        assertTrue(there != null, "a call of one side only");
        assertEquals(here.phase().atTheOtherSide(), there.phase());
        if (here.phase() == Phase.ANSWERED) {
            assertEquals(here.number(), there.number(), "two numbers of one call");
        }
    }

    private MemberView view(String user) {
        return Objects.requireNonNull(views.get(user), user);
    }
}
