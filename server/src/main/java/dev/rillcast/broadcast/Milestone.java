package dev.rillcast.broadcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that a broadcast reaches once, well or with a failure, and others wait for. */
final class Milestone {
    private final CompletableFuture<Optional<Failure>> reached = new CompletableFuture<>();

    /** The first time counts. */
    void reach(Optional<Failure> how) {
        reached.complete(how);
    }

    boolean isReached() {
        return reached.isDone();
    }

    /**
     * Waits for it.
     *
     * @param late what is said when it does not come in time
     */
    Optional<Failure> await(Duration limit, Failure late) throws InterruptedException {
        try {
            return reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of(late);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
