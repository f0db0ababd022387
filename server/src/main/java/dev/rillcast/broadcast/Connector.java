package dev.rillcast.broadcast;

import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.OutputPolicy.Refused;
import dev.rillcast.output.Target;
import dev.rillcast.rtmp.RtmpPublisher;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reaches the ingest of a target, as often as it is lost, until it is stopped. */
final class Connector {
    private final Target target;
    private final OutputPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread waiting; // for the ingest; guarded by lock
    private boolean stopped; // guarded by lock

    Connector(Target target, OutputPolicy policy) {
        this.target = target;
        this.policy = policy;
    }

    /** Blocks until the ingest takes the stream; {@link #stop} interrupts that. */
    RtmpPublisher connect() throws Refused, IOException {
        waiting(Thread.currentThread());
        try {
            checkSound();
            InetAddress address =
                    target.trusted()
                            ? OutputPolicy.resolveTrusted(target.url().host())
                            : policy.check(target.url().host(), target.url().port());
            return RtmpPublisher.connect(
                    target.url(), address, target.options().connectInfo(), policy.trust());
        } finally {
            waiting(null);
            boolean _ = Thread.interrupted(); // meant for what is over now
        }
    }

    /** One that may not be listened to is refused at once; any other may come later. */
    private void checkSound() throws Refused {
        try {
            if (target.icecast().isPresent()) {
                var _ = target.icecast().get().address(policy);
            }
        } catch (Refused e) {
            if (!e.heals()) {
                throw e;
            }
        }
    }

    private void waiting(@Nullable Thread thread) {
        lock.lock();
        try {
            waiting = thread;
            if (thread != null && stopped) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends a wait and each later one; on any thread. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
