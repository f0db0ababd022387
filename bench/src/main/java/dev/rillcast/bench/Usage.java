package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel has counted of a process so far.
 *
 * @param cpu seconds, user and system, of all threads
 * @param jit seconds of them, in the threads of a JVM's compilers
 * @param collector seconds of them, in the threads of a JVM's collector
 * @param wakeUps how often a thread had waited and went on; of those that still run
 * @param preemptions how often one had to give way
 */
record Usage(double cpu, double jit, double collector, long wakeUps, long preemptions) {

    static Usage of(long pid) throws IOException {
        Usage sum = new Usage(Cpu.seconds(pid), 0, 0, 0, 0);
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                sum = sum.and(task);
            }
        }
        return sum;
    }

    /** And what one of its threads adds to the other counts. */
    private Usage and(Path task) {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            boolean compiles = name.matches("C[12] Compiler.*");
            boolean collects = name.matches("VM Thread|GC Thread.*|G1 .*|Z[A-Z].*|Shenandoah.*");
            double seconds = compiles || collects ? Cpu.seconds(task.resolve("stat")) : 0;
            List<String> status = Files.readAllLines(task.resolve("status"));
            return new Usage(
                    cpu,
                    jit + (compiles ? seconds : 0),
                    collector + (collects ? seconds : 0),
                    wakeUps + count(status, "voluntary_ctxt_switches:"),
                    preemptions + count(status, "nonvoluntary_ctxt_switches:"));
        } catch (IOException ended) {
            return this;
        }
    }

    private static long count(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.substring(key.length()).strip()))
                .sum();
    }

    Usage since(Usage before) {
        return new Usage(
                cpu - before.cpu,
                jit - before.jit,
                collector - before.collector,
                wakeUps - before.wakeUps,
                preemptions - before.preemptions);
    }
}
