package dev.rillcast.web;

import com.sun.management.OperatingSystemMXBean;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.report.History;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's own figures over time. Its thread takes those of all broadcasts too, so that one
 * wake-up does for all.
 */
final class ServerHistory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerHistory.class);

    /** Percent of the whole machine; MB; and two counts. */
    private static final List<String> FIGURES =
            List.of("cpu", "process", "memory", "heap", "streams", "users");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double MEGABYTE = 1_000_000;

    private final Broadcasts broadcasts;
    private final IntSupplier users;
    private final OperatingSystemMXBean machine =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final History history = new History(FIGURES);
    private final Thread sampler = Thread.ofVirtual().name("history").unstarted(this::run);
    private long sampledAt;
    private long cpuTime;

    /**
     * @param users how many are signed in
     */
    ServerHistory(Broadcasts broadcasts, IntSupplier users) {
        this.broadcasts = broadcasts;
        this.users = users;
        sampledAt = System.nanoTime();
        cpuTime = machine.getProcessCpuTime();
    }

    void start() {
        sampler.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(History.INTERVAL);
                sample(Instant.now(), System.nanoTime());
            }
        } catch (InterruptedException closed) {
            // the server stops
        }
    }

    /** Takes a row of everything. */
    void sample(Instant at, long now) {
        try {
            broadcasts.sample(at, now);
            history.add(
                    at,
                    percent(broadcasts.admission().load()),
                    process(now),
                    resident(),
                    (float) (usedHeap() / MEGABYTE),
                    broadcasts.count(),
                    users.getAsInt());
        } catch (RuntimeException e) {
            LOG.error("figures could not be taken; the next time is in 5 s", e);
        }
    }

    private static float percent(double share) {
        return (float) (share * 100);
    }

    private float process(long now) {
        long time = machine.getProcessCpuTime();
        double share = (double) (time - cpuTime) / (now - sampledAt);
        cpuTime = time;
        sampledAt = now;
        return percent(share / machine.getAvailableProcessors());
    }

    /** What the process has of the machine's memory; only Linux tells. */
    private static float resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / MEGABYTE)
                    .map(Double::floatValue)
                    .orElse(Float.NaN);
        } catch (IOException notLinux) {
            return Float.NaN;
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    History history() {
        return history;
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
