package dev.rillcast.metrics;

import dev.rillcast.tally.Counts;
import dev.rillcast.tally.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Metrics as they are at a moment, in the words of Prometheus' own client. */
final class Metric {
    private Metric() {}

    /** A value of a metric, and what tells it from its others. */
    record Point(double value, Labels labels) {}

    /**
     * @param labels name and value in turn
     */
    static Point point(long value, String... labels) {
        return new Point((double) value, Labels.of(labels));
    }

    /** One for each constant, by its name in small letters. */
    static <E extends Enum<E>> List<Point> points(String label, Class<E> all, Counts<E> counts) {
        return Stream.of(all.getEnumConstants())
                .map(each -> point(counts.of(each), label, word(each)))
                .toList();
    }

    /** As a label's value: {@code publisher_lost}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What only grows.
     *
     * @param name without {@code _total}, which comes behind it
     */
    static MetricSnapshot counter(String name, String help, List<Point> points) {
        return new CounterSnapshot(
                new MetricMetadata(name, help),
                points.stream()
                        .map(at -> new CounterDataPointSnapshot(at.value, at.labels, null, 0))
                        .toList());
    }

    /** The same without labels. */
    static MetricSnapshot counter(String name, String help, long value) {
        return counter(name, help, List.of(point(value)));
    }

    static MetricSnapshot gauge(String name, String help, List<Point> points) {
        return new GaugeSnapshot(
                new MetricMetadata(name, help),
                points.stream()
                        .map(at -> new GaugeDataPointSnapshot(at.value, at.labels, null))
                        .toList());
    }

    /** The same without labels. */
    static MetricSnapshot gauge(String name, String help, long value) {
        return gauge(name, help, List.of(point(value)));
    }

    /** A time. */
    static Point seconds(long nanos) {
        return new Point(nanos / 1e9, Labels.EMPTY);
    }

    static MetricSnapshot histogram(
            String name, String help, List<HistogramDataPointSnapshot> points) {
        return new HistogramSnapshot(new MetricMetadata(name, help), points);
    }

    /**
     * One histogram of a metric.
     *
     * @param labels name and value in turn
     */
    static HistogramDataPointSnapshot distribution(Histogram histogram, String... labels) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < histogram.buckets(); i++) {
            buckets.bucket(histogram.bound(i), histogram.count(i));
        }
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(histogram.sum())
                .labels(Labels.of(labels))
                .build();
    }
}
