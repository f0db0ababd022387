package dev.rillcast.bench;

import java.io.BufferedReader;
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
        return seconds(stat(pid));
    }

    /**
     * The same of a process or a thread, by its file.
     *
     * @param stat a file as proc(5) has it
     */
    static double seconds(Path stat) throws IOException {
        String[] field = fields(stat);
        return (Long.parseLong(field[14]) + Long.parseLong(field[15])) / (double) TICKS_PER_SECOND;
    }

    /**
     * How far it gives way to others: 0 for most, up to 19.
     *
     * @throws IOException if there is no such process
     */
    static int nice(long pid) throws IOException {
        return Integer.parseInt(fields(stat(pid))[19]);
    }

    /** Resident memory of a process. */
    static double megabytes(long pid) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
        String kilobytes = status.replaceAll("(?s).*VmRSS:\\s+(\\d+).*", "$1");
        return Long.parseLong(kilobytes) / 1024.0;
    }

    private static Path stat(long pid) {
        return Path.of("/proc", String.valueOf(pid), "stat");
    }

    /** By their numbers in proc(5), from the third on. */
    private static String[] fields(Path file) throws IOException {
        String stat = Files.readString(file).strip();
        // The name, field 2, may hold blanks; it ends with the last bracket.
        return ("0 1 2 " + stat.substring(stat.lastIndexOf(')') + 2)).split(" ", -1);
    }

    /**
     * What the whole machine has done so far, in seconds of its cores.
     *
     * @param busy for somebody here
     * @param stolen by who runs beside this machine, if it is a virtual one
     */
    record OfMachine(double busy, double stolen) {
        static OfMachine now() throws IOException {
            String line;
            try (BufferedReader in = Files.newBufferedReader(Path.of("/proc/stat"))) {
                line = in.readLine();
            }
            String[] field =
                    line.split(" +", -1); // cpu user nice system idle iowait irq softirq steal
            double[] ticks = new double[9];
            for (int i = 1; i < ticks.length; i++) {
                ticks[i] = Long.parseLong(field[i]);
            }
            double busy = ticks[1] + ticks[2] + ticks[3] + ticks[6] + ticks[7];
            return new OfMachine(busy / TICKS_PER_SECOND, ticks[8] / TICKS_PER_SECOND);
        }

        OfMachine since(OfMachine before) {
            return new OfMachine(busy - before.busy, stolen - before.stolen);
        }
    }
}
