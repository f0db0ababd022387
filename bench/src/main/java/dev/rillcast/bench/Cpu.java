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
        String[] field = stat(pid);
        return (Long.parseLong(field[14]) + Long.parseLong(field[15])) / (double) TICKS_PER_SECOND;
    }

    /**
     * How far it gives way to others: 0 for most, up to 19.
     *
     * @throws IOException if there is no such process
     */
    static int nice(long pid) throws IOException {
        return Integer.parseInt(stat(pid)[19]);
    }

    /** The fields by their numbers in proc(5), from the third on. */
    private static String[] stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat")).strip();
        // The name, field 2, may hold blanks; it ends with the last bracket.
        return ("0 1 2 " + stat.substring(stat.lastIndexOf(')') + 2)).split(" ", -1);
    }
}
