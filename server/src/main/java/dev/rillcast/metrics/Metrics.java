package dev.rillcast.metrics;

import dev.rillcast.auth.Access;
import dev.rillcast.broadcast.Broadcasts;
import dev.rillcast.peer.UdpDoor;
import dev.rillcast.signal.Sessions;
import dev.rillcast.transcode.Transcoders;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All figures for Prometheus (docs/metrics.md). Nothing is kept between two scrapes: each asks
 * those who count. So who is never scraped pays nothing but for the counting. Safe for all threads.
 */
public final class Metrics implements AutoCloseable {
    /** What Prometheus' text format is called (exposition formats, "Text-based format"). */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Sources sources;
    private final IntSupplier sockets;
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private @Nullable PrometheusMeterRegistry registry; // from the first scrape on

    /**
     * Who counts.
     *
     * @param version of the server
     */
    public record Sources(
            String version,
            UdpDoor door,
            Broadcasts broadcasts,
            Sessions sessions,
            Access access,
            Transcoders transcoders) {}

    /**
     * @param sockets how many are open for signalling
     */
    public Metrics(Sources sources, IntSupplier sockets) {
        this.sources = sources;
        this.sockets = sockets;
    }

    /** The figures of now, in the format that {@link #TEXT} names. */
    public synchronized String scrape() {
        PrometheusMeterRegistry made = registry;
        if (made == null) {
            made = open();
            registry = made;
        }
        return made.scrape(TEXT);
    }

    /** The JVM's are Micrometer's own; ours are one collector, so that they are of one moment. */
    private PrometheusMeterRegistry open() {
        PrometheusMeterRegistry opened = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<MeterBinder> jvm =
                List.of(
                        new JvmMemoryMetrics(),
                        collector,
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics());
        jvm.forEach(each -> each.bindTo(opened));
        MediaMetrics media = new MediaMetrics(sources.door);
        BroadcastMetrics broadcasts = new BroadcastMetrics(sources.broadcasts);
        UserMetrics users = new UserMetrics(sources.sessions, sources.access, sockets);
        ProcessMetrics process = new ProcessMetrics(sources.version, sources.transcoders);
        opened.getPrometheusRegistry()
                .register(
                        () ->
                                new MetricSnapshots(
                                        Stream.of(
                                                        media.collect(),
                                                        broadcasts.collect(System.nanoTime()),
                                                        users.collect(),
                                                        process.collect())
                                                .flatMap(List::stream)
                                                .toList()));
        return opened;
    }

    @Override
    public synchronized void close() {
        collector.close();
    }
}
