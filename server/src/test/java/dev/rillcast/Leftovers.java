package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a broadcast may leave behind in a server within the test's process.
 *
 * @param threads of broadcasts, virtual ones too, by their numbers and names
 * @param sockets that are open
 */
public record Leftovers(List<String> threads, long sockets) {
    private static final Pattern THREAD =
            Pattern.compile("^#\\d+ \"(broadcast|output|rtmp|transcoder|icecast)-[^\"]*");

    /** What there is now. */
    public static Leftovers now() throws IOException {
        Path directory = Files.createTempDirectory("threads");
        Path dump = directory.resolve("dump.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        List<String> threads =
                Files.readAllLines(dump).stream()
                        .map(THREAD::matcher)
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .toList();
        Files.delete(dump);
        Files.delete(directory);
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Leftovers(threads, open.filter(Leftovers::socket).count());
        }
    }

    private static boolean socket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until there is no more than this again, for 10 s. */
    public void awaitNoMore() throws IOException, InterruptedException {
        Leftovers now = now();
        for (int i = 0; now.sockets > sockets || !threads.containsAll(now.threads); i++) {
            assertTrue(i < 100, now + " instead of " + this);
            Thread.sleep(100);
            now = now();
        }
    }
}
