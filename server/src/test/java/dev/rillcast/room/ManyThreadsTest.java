package dev.rillcast.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.room.RoomEvent.CallAnswered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many do it at once. */
@Timeout(60)
class ManyThreadsTest {
    private static final int ROUNDS = 200;
    private static final int USERS = 32;
    private static final long LATER = Duration.ofMinutes(1).toNanos();
    private static final RoomLimits LIMITS = new RoomLimits(100, 4, Duration.ofSeconds(45));

    private final Mailbox mail = new Mailbox();
    private final Rooms rooms = new Rooms(LIMITS, mail);

    @Test
    void whoEntersWhileTheLastOneLeavesIsInARoomThatIsOpen() throws Exception {
        List<Callable<Member>> tasks = new ArrayList<>();
        for (String stays : List.of("1", "2", "3")) {
            tasks.add(() -> rooms.enter("room", stays, ""));
            tasks.add(() -> enterAndLeave("not " + stays));
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<Member> members = atOnce(tasks);
            assertEquals(1, rooms.count());
            for (String stays : List.of("1", "2", "3")) {
                Set<String> there = new TreeSet<>(Set.of(stays));
                mail.takePeers(stays).forEach(peer -> assertTrue(there.add(peer.userId())));
                assertEquals(Set.of("1", "2", "3"), there);
            }
            members.forEach(Member::leave);
            assertEquals(0, rooms.count());
        }
    }

    private Member enterAndLeave(String user) throws RoomException {
        Member member = rooms.enter("room", user, "");
        for (int i = 0; i < 4; i++) {
            member.leave();
            member = rooms.enter("room", user, "");
        }
        member.leave();
        return member;
    }

    @Test
    void nothingElseHappensInARoomWhileItTells() throws Exception {
        Rooms told = new Knocking().rooms;
        Member ada = told.enter("room", "ada", "");
        Member bob = told.enter("room", "bob", "");
        ada.away(true);
        bob.mute(true, true);
        ada.invoke("bob", 0);
        bob.answer("ada");
        bob.negotiate("ada", 1, Meeting.OFFER);
        ada.hangUp("bob");
        ada.invoke("bob", 0);
        bob.decline("ada");
        ada.invoke("bob", 0);
        told.sweep(LATER);
        ada.leave();
    }

    /** Tries to get in whenever somebody is told something, and must not. */
    private static final class Knocking implements Post {
        private final Rooms rooms = new Rooms(LIMITS, this);

        @Override
        public void deliver(String userId, RoomEvent event) {
            Thread other = Thread.ofPlatform().start(() -> rooms.sweep(0));
            while (other.getState() != Thread.State.BLOCKED) {
                assertTrue(other.isAlive(), () -> "got in while this was told: " + event);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void oneUserThatEntersManyRoomsAtOnceIsInOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Queue<Member> entered = new ConcurrentLinkedQueue<>();
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String room = "room " + i;
                tasks.add(() -> taken(() -> entered.add(rooms.enter(room, "1", ""))));
            }
            atOnce(tasks);
            assertEquals(1, entered.size());
            assertEquals(1, rooms.count());
            entered.remove().leave();
        }
    }

    @Test
    void twoWhoCallEachOtherAtOnceAreInOneCall() throws Exception {
        Member ada = rooms.enter("room", "ada", "");
        Member bob = rooms.enter("room", "bob", "");
        for (int round = 0; round < ROUNDS; round++) {
            mail.takeAll();
            atOnce(
                    List.of(
                            () -> taken(() -> ada.invoke("bob", 0)),
                            () -> taken(() -> bob.invoke("ada", 0))));
            CallAnswered here = (CallAnswered) mail.takeCalls("ada").getLast();
            CallAnswered there = (CallAnswered) mail.takeCalls("bob").getLast();
            assertEquals(here.call(), there.call());
            assertTrue(here.polite() != there.polite());
            ada.hangUp("bob");
        }
    }

    @Test
    void ofTwoWhoHangUpAtOnceOneEndsTheCallAndTheOtherIsTold() throws Exception {
        Member ada = rooms.enter("room", "ada", "");
        Member bob = rooms.enter("room", "bob", "");
        for (int round = 0; round < ROUNDS; round++) {
            ada.invoke("bob", 0);
            bob.answer("ada");
            mail.takeAll();
            List<Boolean> done =
                    atOnce(
                            List.of(
                                    () -> taken(() -> ada.hangUp("bob")),
                                    () -> taken(() -> bob.hangUp("ada"))));
            assertEquals(1, Collections.frequency(done, true));
            String told = done.getFirst() ? "bob" : "ada";
            assertEquals(1, mail.takeCalls(told).size());
            assertEquals(List.of(), mail.takeCalls(done.getFirst() ? "ada" : "bob"));
        }
    }

    @Test
    void whateverManyDoAtOnceEachIsToldInOrderAndNothingIsLeft() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            String id = Integer.toString(user);
            Random random = new Random(user);
            tasks.add(() -> wander(id, random));
        }
        tasks.add(
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        rooms.sweep(LATER);
                    }
                    return true;
                });
        atOnce(tasks);
        assertEquals(0, rooms.count());
        mail.takeAll().forEach((user, events) -> assertInOrder(user, events));
    }

    /** Visits rooms and does there what comes to mind; most of it is refused. */
    private boolean wander(String user, Random random) throws RoomException {
        for (int visit = 0; visit < 20; visit++) {
            Member member = rooms.enter("room " + random.nextInt(3), user, "");
            for (int i = 0; i < 20; i++) {
                String other = Integer.toString(random.nextInt(USERS));
                Asking asking =
                        switch (random.nextInt(6)) {
                            case 0 -> () -> member.answer(other);
                            case 1 -> () -> member.decline(other);
                            case 2 -> () -> member.hangUp(other);
                            case 3 -> () -> member.away(random.nextBoolean());
                            default -> () -> member.invoke(other, random.nextBoolean() ? 0 : LATER);
                        };
                taken(asking);
            }
            member.leave();
        }
        return true;
    }

    /** Of each call: that it comes in, then the answer, then the end, each once at most. */
    private static void assertInOrder(String user, List<RoomEvent> events) {
        Map<Long, String> calls = new HashMap<>();
        events.stream()
                .flatMap(Told::of)
                .filter(told -> told.call() != 0)
                .forEach(told -> calls.merge(told.call(), told.kind() + " ", String::concat));
        calls.forEach(
                (call, kinds) ->
                        assertTrue(
                                kinds.matches(
                                        "(CallIncoming )?(CallAnswered )?(CallDropped )?"
                                                + "|CallRejected |CallDeclined "),
                                () -> user + ", call " + call + ": " + kinds));
    }

    private interface Asking {
        void run() throws RoomException;
    }

    private static boolean taken(Asking asking) {
        try {
            asking.run();
            return true;
        } catch (RoomException _) {
            return false;
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
