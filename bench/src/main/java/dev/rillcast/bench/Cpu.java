package dev.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells of a process's work. */
final class Cpu {
    /** Linux reports times in so many ticks a second to all programs. */
    private static final int TICKS_PER_SECOND = 100;

    private Cpu() {}

    /**
     * User and system time of all threads so far.
     *
     * @throws IOException if there is no such process
     */
    static double seconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        // The name, field 2, may hold blanks; it ends with the last bracket. utime is field 14.
        String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(field[11]) + Long.parseLong(field[12])) / (double) TICKS_PER_SECOND;
    }
}
