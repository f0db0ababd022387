package dev.rillcast.peer;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a peer tells, kept for those who ask. */
class Heard implements PeerEvents {
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger restarts = new AtomicInteger();
    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<Optional<String>> closed = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();

    @Override
    public void connected() {
        connections.incrementAndGet();
        connected.complete(true);
    }

    @Override
    public void restarted() {
        restarts.incrementAndGet();
    }

    @Override
    public void frame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void handOver() {}

    @Override
    public void report(Codec codec, SenderReport report) {}

    @Override
    public void closed(Optional<String> reason) {
        closed.add(reason);
    }

    void awaitConnected() throws Exception {
        assertTrue(connected.get(5, TimeUnit.SECONDS));
    }

    Frame awaitFrame() throws InterruptedException {
        Frame frame = frames.poll(10, TimeUnit.SECONDS);
        assertNotNull(frame, "no frame came");
        return frame;
    }

    Optional<String> awaitClosed() throws InterruptedException {
        Optional<String> reason = closed.poll(5, TimeUnit.SECONDS);
        assertNotNull(reason, "it is still open");
        return reason;
    }
}
