package dev.rillcast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run of whipload, the independent publisher: so many streams for so long. */
final class Publisher implements AutoCloseable {
    private final Process process;
    private final Path events;

    private Publisher(Process process, Path events) {
        this.process = process;
        this.events = events;
    }

    /**
     * Starts it; stream 3 is published as {@code m3} if the prefix is m. What the server does not
     * push is fetched.
     *
     * @param tools the folder of tools/publisher
     * @param folder for whipload's events
     */
    static Publisher start(
            Subject server,
            SinkProcess sink,
            Path tools,
            Path folder,
            String prefix,
            int streams,
            int seconds,
            boolean sound)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(tools.resolve("whipload").toString());
        command.add("--url-template");
        command.add(server.whip().replace("{stream}", prefix + "{i}"));
        command.addAll(List.of("--count", String.valueOf(streams), "--events"));
        command.addAll(List.of("--duration", String.valueOf(seconds)));
        command.addAll(List.of("--video", tools.resolve("v720p30.h264").toString()));
        if (sound) {
            command.addAll(List.of("--audio", tools.resolve("a48k.opus").toString()));
        }
        if (server.play().isPresent()) {
            for (int i = 0; i < streams; i++) {
                String name = prefix + i;
                sink.play(name, server.play().get().replace("{stream}", name));
            }
        }
        Path events = folder.resolve(prefix + ".events");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(events.toFile());
        return new Publisher(builder.start(), events);
    }

    /** It starts a stream each 40 ms; for how long at most. */
    static int rampSeconds(int streams) {
        return streams / 25 + 1;
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end, and gives its own account: streams that connected, resent packets, … */
    JsonNode await(int seconds) throws IOException, InterruptedException {
        try (BufferedReader out = process.inputReader()) {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("whipload did not end, see " + events);
            }
            String account = out.readLine();
            if (account == null) {
                throw new IOException("whipload failed, see " + events);
            }
            return JsonMapper.shared().readTree(account);
        }
    }

    /** Ends it early; the streams are deleted as if their time were over. */
    JsonNode stop(int seconds) throws IOException, InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close its output, too
        return await(seconds);
    }

    /**
     * When something first happened to each stream, in nanoseconds of Unix time by its number.
     *
     * @param what such as "post" or "state connected"
     */
    Map<Integer, Long> first(String what) throws IOException {
        Map<Integer, Long> times = new HashMap<>();
        for (String line : Files.readAllLines(events)) {
            String[] word = line.split(" ", 3);
            if (word.length == 3 && word[2].equals(what)) {
                times.putIfAbsent(Integer.valueOf(word[1]), Long.valueOf(word[0]));
            }
        }
        return times;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
