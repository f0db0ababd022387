package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Users of one kind, whom a {@link SignalRun} measures.
 *
 * @param <F> what they have seen in the end
 */
interface Crowd<F> {
    /** So many sign in at once. */
    int BATCH = 50;

    /** Signs users in; done when they all are. */
    void come(HttpClient client, URI server, int count);

    /**
     * Has them do what they do.
     *
     * @return how many milliseconds after its time each thing was begun
     */
    double[] act(int seconds);

    /** Forgets what was measured so far: it was the warm-up. */
    void restart();

    /** To be called when all should be there, before they leave. */
    F figures(SignalCost cost);

    /** All of them; may be called again. */
    void leave();

    /** Starts one after the other, some at once. */
    static <T> List<T> inBatches(int count, IntFunction<CompletableFuture<T>> start) {
        List<T> done = new ArrayList<>();
        while (done.size() < count) {
            List<CompletableFuture<T>> batch = new ArrayList<>();
            for (int i = done.size(); i < Math.min(count, done.size() + BATCH); i++) {
                batch.add(start.apply(i));
            }
            batch.forEach(one -> done.add(one.orTimeout(30, TimeUnit.SECONDS).join()));
        }
        return done;
    }
}
