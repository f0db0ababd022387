package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Users in rooms who call each other: one call at a time in each room. */
final class CallingRooms implements Crowd<CallFigures> {
    static final int MEMBERS = 4;

    /** So long after it was due to begin, a call is hung up. */
    private static final int HELD_SECONDS = 1;

    private final int rate;
    private final CallTally tally = new CallTally();
    private final List<Call> calls = new ArrayList<>();
    private List<CallUser> users = List.of();

    /**
     * @param rate calls in a second, of all rooms together
     */
    CallingRooms(int rate) {
        this.rate = rate;
    }

    @Override
    public void come(HttpClient client, URI server, int count) {
        users =
                Crowd.inBatches(
                        count, i -> CallUser.enter(client, server, "room " + i / MEMBERS, tally));
    }

    /** Between two calls that begin, one is hung up. */
    @Override
    public double[] act(int seconds) {
        int before = calls.size();
        int held = rate * HELD_SECONDS;
        return Pace.keep(
                2 * rate,
                seconds + HELD_SECONDS,
                (i, due) -> {
                    int number = i / 2;
                    if (i % 2 == 1 && number >= held) {
                        calls.get(before + number - held).hangUp(due);
                    } else if (i % 2 == 0 && number < rate * seconds) {
                        begin(due);
                    }
                });
    }

    /** In each room, everybody calls everybody in turn. */
    private void begin(long due) {
        int rooms = users.size() / MEMBERS;
        int first = calls.size() % rooms * MEMBERS;
        int round = calls.size() / rooms;
        int caller = round % MEMBERS;
        int callee = (caller + 1 + round / MEMBERS % (MEMBERS - 1)) % MEMBERS;
        Call call = new Call(users.get(first + caller), users.get(first + callee), tally, due);
        calls.add(call);
        call.begin();
    }

    /** What a cold server was late with is no fault; what it lost will still be missing. */
    @Override
    public void restart() {
        tally.restart();
    }

    @Override
    public CallFigures figures(SignalCost cost) {
        Faults faults = tally.faults();
        faults.add(calls.stream().filter(c -> !c.over()).count(), "calls did not end");
        faults.add(users.stream().filter(CallUser::waits).count(), "users had no answer");
        faults.add(
                users.stream().filter(u -> !u.seesAllFree()).count(),
                "users were not told who is there");
        return tally.figures(cost);
    }

    @Override
    public void leave() {
        CompletableFuture.allOf(
                        users.stream().map(CallUser::leave).toArray(CompletableFuture<?>[]::new))
                .join();
        users = List.of();
    }
}
