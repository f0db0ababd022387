package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The server's own measure of the time that a frame spends in it, by Flight Recorder. */
final class Latencies {
    private static final String EVENT = "dev.rillcast.FrameSent";

    private Latencies() {}

    /** Records for so long and gives the milliseconds of each frame. */
    static Quantiles record(ServerProcess server, Path folder, int seconds)
            throws IOException, InterruptedException {
        Path settings = folder.resolve("frames.jfc");
        Path file = folder.resolve("frames.jfr");
        Files.writeString(
                settings,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration version="2.0">
                  <event name="%s"><setting name="enabled">true</setting></event>
                </configuration>
                """
                        .formatted(EVENT));
        server.command("JFR.start", "name=frames", "settings=" + settings);
        Thread.sleep(1_000L * seconds);
        server.command("JFR.stop", "name=frames", "filename=" + file);
        DoubleStream.Builder millis = DoubleStream.builder();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(EVENT)) {
                    millis.add(event.getLong("latency") / 1e3);
                }
            }
        }
        return new Quantiles(millis.build().toArray());
    }
}
