package dev.rillcast.whip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.TestServer;
import dev.rillcast.Viewing;
import dev.rillcast.web.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with as many broadcasts as may run, first with nothing but knocks at the door, then with
 * knocks while other programs take the processors away, then alone.
 */
final class StolenProcessors {
    static final int STREAMS = 6;

    private static final int KNOCKS = 50;
    private static final long SECOND = 1_000_000_000;
    private static final long KNOCK_PAUSE = 2 * SECOND / KNOCKS;

    /** With two, a frame comes a tenth of a second late at most; with eight, up to seconds. */
    private static final int BUSY_PER_PROCESSOR = 8;

    private static final String[] BUSY = {"timeout", "6", "sh", "-c", "while :; do :; done"};

    private final Path directory;
    private final TestServer server;
    private final Http http;
    private final List<Viewing> viewings = new ArrayList<>();

    private StolenProcessors(Path directory, TestServer server, Http http) {
        this.directory = directory;
        this.server = server;
        this.http = http;
    }

    /**
     * How it went.
     *
     * @param published what the publisher says of itself
     * @param pause in milliseconds: for how long the machine itself, in the clean time, held up a
     *     thread that wanted nothing but its turn
     */
    record Outcome(List<LoadedStream> streams, JsonNode published, long pause) {}

    static Outcome run(Path directory) throws Exception {
        try (TestServer server =
                        TestServer.start("RILLCAST_LIMITS_STREAMS", Integer.toString(STREAMS));
                Http http = new Http(server)) {
            return new StolenProcessors(directory, server, http).run();
        }
    }

    private Outcome run() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            Path file = Files.createTempFile(directory, "viewed", ".flv");
            viewings.add(Viewing.begin(server.http("/live/" + name(i) + ".flv"), file));
        }
        try (Program publisher = new Program(directory, publish())) {
            return run(publisher);
        }
    }

    private Outcome run(Program publisher) throws Exception {
        List<String> ids = publisher.eventually(this::running);
        List<JsonNode> before = reports(ids);
        long begun = System.nanoTime();
        for (int i = 0; i < KNOCKS; i++) {
            knock();
        }
        List<JsonNode> after = reports(ids);
        long loaded = System.nanoTime();
        load();
        long freed = System.nanoTime();
        pass(5 * SECOND);
        long clean = System.nanoTime();
        long pause = pass(2 * SECOND) / 1_000_000;
        long end = System.nanoTime();
        publisher.stop();
        publisher.awaitEnd();
        assertEquals("", publisher.errors());
        List<Path> files = new ArrayList<>();
        for (Viewing viewing : viewings) {
            files.add(viewing.awaitEnd());
        }
        List<JsonNode> last = reports(ids);
        List<LoadedStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            Rhythm all = new Rhythm(viewings.get(i).pictures());
            Rhythm calm = all.between(begun, loaded);
            streams.add(
                    new LoadedStream(
                            name(i),
                            files.get(i),
                            all,
                            calm,
                            all.between(loaded, freed),
                            all.between(clean, end),
                            before.get(i),
                            after.get(i),
                            last.get(i),
                            all.between(freed, end).restless(calm.lag(), freed)));
        }
        return new Outcome(streams, JsonMapper.shared().readTree(publisher.output()), pause);
    }

    /** Reports show two letters of a name that is long enough. */
    private static String name(Object number) {
        return number + "-stream";
    }

    private String[] publish() {
        List<String> command = new ArrayList<>();
        command.add(Whipload.file("whipload"));
        command.add("--url-template=" + server.http("/whip/" + name("{i}")));
        command.add("--count=" + STREAMS);
        command.add("--duration=60"); // it is ended before
        command.addAll(Whipload.media());
        return command.toArray(String[]::new);
    }

    /** The broadcasts' ids, in the order of their names, once each has sent for a second. */
    private List<String> running() throws Exception {
        JsonNode running = json("/api/admin/overview").path("running");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            for (JsonNode each : running) {
                String shown = each.path("targets").path(0).path("streamname").asString();
                if (shown.startsWith(i + "-")) {
                    ids.add(each.path("id").asString());
                }
            }
        }
        if (ids.size() < STREAMS || viewings.stream().anyMatch(v -> v.pictures().size() < 30)) {
            throw new IOException("not all are there yet");
        }
        return ids;
    }

    private List<JsonNode> reports(List<String> ids) throws Exception {
        List<JsonNode> reports = new ArrayList<>();
        for (String id : ids) {
            reports.add(json("/api/broadcasts/" + id));
        }
        return reports;
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = http.get(path);
        assertEquals(200, response.statusCode(), response.body());
        return JsonMapper.shared().readTree(response.body());
    }

    private void knock() throws Exception {
        HttpResponse<String> refused = http.publish("one-more", Http.offer("obs"));
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent(), refused.body());
        LockSupport.parkNanos(KNOCK_PAUSE);
    }

    /** Busy programs that want what we want, and somebody who knocks. */
    private void load() throws Exception {
        List<Program> load = new ArrayList<>();
        try {
            for (int i = 0;
                    i < BUSY_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
                    i++) {
                load.add(new Program(directory, BUSY));
            }
            while (load.stream().anyMatch(Program::alive)) {
                knock();
            }
        } finally {
            load.forEach(Program::close);
        }
    }

    /** Lets time pass; tells by how much the longest turn was too long, in nanoseconds. */
    private static long pass(long nanos) {
        long turn = 2_000_000;
        long longest = 0;
        long begun = System.nanoTime();
        for (long now = begun; now - begun < nanos; ) {
            LockSupport.parkNanos(turn);
            long before = now;
            now = System.nanoTime();
            longest = Math.max(longest, now - before - turn);
        }
        return longest;
    }
}
