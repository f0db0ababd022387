package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server holds at rest.
 *
 * @param amounts of each measure
 * @param virtual the names of its virtual threads
 */
record SoakState(Map<SoakMeasure, Double> amounts, List<String> virtual) {
    private static final Pattern OTHER =
            Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    /** The last ones in glibc's account are the totals: what it has, and what of that is free. */
    private static final Pattern TAKEN =
            Pattern.compile("<system type=\"current\" size=\"(\\d+)\"");

    private static final Pattern MAPPED =
            Pattern.compile("<total type=\"mmap\" count=\"\\d+\" size=\"(\\d+)\"");
    private static final Pattern FREE =
            Pattern.compile("<total type=\"(?:fast|rest)\" count=\"\\d+\" size=\"(\\d+)\"");
    private static final double MEGA = 1 << 20;
    private static final double KILOS = 1_024;

    /** Collects first, and gives free memory back. */
    static SoakState of(ServerProcess server, Path folder)
            throws IOException, InterruptedException {
        server.command("GC.run");
        server.command("GC.run"); // what the first one has finalized
        server.command("System.trim_native_heap");
        List<String> virtual = new ArrayList<>();
        int platform = threads(server, folder, virtual);
        Map<SoakMeasure, Double> amounts = new EnumMap<>(SoakMeasure.class);
        amounts.put(SoakMeasure.HEAP, server.heapKilobytes() / KILOS);
        amounts.put(
                SoakMeasure.DIRECT,
                last(OTHER, server.command("VM.native_memory", "summary")) / KILOS);
        amounts.put(SoakMeasure.NATIVE, inUse(server.command("System.native_heap_info")) / MEGA);
        amounts.put(SoakMeasure.RESIDENT, server.megabytes());
        amounts.put(SoakMeasure.PLATFORM, (double) platform);
        amounts.put(SoakMeasure.VIRTUAL, (double) virtual.size());
        amounts.put(SoakMeasure.HANDLES, (double) handles(server.pid()));
        amounts.put(SoakMeasure.CHILDREN, (double) server.children().size());
        return new SoakState(amounts, virtual);
    }

    private static double last(Pattern pattern, String text) {
        return Arrays.stream(all(pattern, text)).reduce((_, next) -> next).orElse(Double.NaN);
    }

    private static double[] all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .toArray();
    }

    private static double inUse(String account) {
        double[] free = all(FREE, account); // of each arena, then of all
        double ofAll = Arrays.stream(free, Math.max(0, free.length - 2), free.length).sum();
        return last(TAKEN, account) + last(MAPPED, account) - ofAll;
    }

    /** Gives the number of platform threads; those of the JVM that run no Java don't count. */
    private static int threads(ServerProcess server, Path folder, List<String> virtual)
            throws IOException, InterruptedException {
        Path file = folder.resolve("threads.json");
        server.command("Thread.dump_to_file", "-overwrite", "-format=json", file.toString());
        int platform = 0;
        for (JsonNode container :
                JsonMapper.shared().readTree(file).path("threadDump").path("threadContainers")) {
            for (JsonNode thread : container.path("threads")) {
                if (thread.path("virtual").asBoolean(false)) {
                    virtual.add(thread.path("name").asString());
                } else {
                    platform++;
                }
            }
        }
        return platform;
    }

    private static long handles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return open.count();
        }
    }

    double of(SoakMeasure measure) {
        return amounts.getOrDefault(measure, Double.NaN);
    }

    /** Whether a broadcast still runs, or a child. */
    boolean busy() {
        return of(SoakMeasure.CHILDREN) > 0
                || virtual.stream().anyMatch(name -> name.startsWith("broadcast-"));
    }
}
