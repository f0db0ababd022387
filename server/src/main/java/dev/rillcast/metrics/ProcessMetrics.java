package dev.rillcast.metrics;

import static dev.rillcast.metrics.Metric.counter;
import static dev.rillcast.metrics.Metric.gauge;
import static dev.rillcast.metrics.Metric.seconds;

import com.sun.management.OperatingSystemMXBean;
import dev.rillcast.transcode.Transcoders;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The process, and those that it has transcode. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final String version;
    private final Transcoders transcoders;
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    ProcessMetrics(String version, Transcoders transcoders) {
        this.version = version;
        this.transcoders = transcoders;
    }

    List<MetricSnapshot> collect() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(build());
        all.add(
                gauge(
                        "rillcast_transcoders",
                        "Transcoders that run, or are reserved",
                        transcoders.active()));
        all.add(gauge("rillcast_transcoders_max", "So many may run", transcoders.max()));
        all.add(
                counter(
                        "rillcast_transcoder_restarts",
                        "Transcoders that went on after their process died or hung",
                        transcoders.restarts()));
        all.add(
                counter(
                        "process_cpu_seconds",
                        "Processor time, without the transcoders'",
                        List.of(seconds(system.getProcessCpuTime()))));
        residentBytes()
                .ifPresent(
                        bytes ->
                                all.add(
                                        gauge(
                                                "process_resident_memory_bytes",
                                                "Memory of the process, without the transcoders'",
                                                bytes)));
        return all;
    }

    private MetricSnapshot build() {
        Labels labels = Labels.of("version", version, "java", Runtime.version().toString());
        return new InfoSnapshot(
                new MetricMetadata("rillcast_build", "What runs here"),
                List.of(new InfoDataPointSnapshot(labels)));
    }

    /** Linux tells it, others do not. */
    private static OptionalLong residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
