package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the server's Flight Recorder tells, in milliseconds.
 *
 * @param frames the time that each spent in the server, by its own measure
 * @param pauses for the collector
 */
record Latencies(Quantiles frames, Quantiles pauses) {
    static final Latencies NONE =
            new Latencies(new Quantiles(new double[0]), new Quantiles(new double[0]));

    private static final String FRAME = "dev.rillcast.FrameSent";
    private static final String PAUSE = "jdk.GCPhasePause";

    /** Records for so long. */
    static Latencies record(ServerProcess server, Path folder, int seconds)
            throws IOException, InterruptedException {
        Path settings = folder.resolve("frames.jfc");
        Path file = folder.resolve("frames.jfr");
        Files.writeString(
                settings,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration version="2.0">
                  <event name="%s"><setting name="enabled">true</setting></event>
                  <event name="%s"><setting name="enabled">true</setting></event>
                </configuration>
                """
                        .formatted(FRAME, PAUSE));
        server.command("JFR.start", "name=frames", "settings=" + settings);
        Thread.sleep(1_000L * seconds);
        server.command("JFR.stop", "name=frames", "filename=" + file);
        return read(file);
    }

    private static Latencies read(Path file) throws IOException {
        DoubleStream.Builder frames = DoubleStream.builder();
        DoubleStream.Builder pauses = DoubleStream.builder();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case FRAME -> frames.add(event.getLong("latency") / 1e3);
                    case PAUSE -> pauses.add(event.getDuration().toNanos() / 1e6);
                    default -> {} // of the recorder itself
                }
            }
        }
        return new Latencies(
                new Quantiles(frames.build().toArray()), new Quantiles(pauses.build().toArray()));
    }
}
