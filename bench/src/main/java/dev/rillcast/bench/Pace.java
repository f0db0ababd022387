package dev.rillcast.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * Work at an even pace, whether or not the last piece of it is done: a stall counts for all that
 * was due meanwhile.
 */
final class Pace {
    private Pace() {}

    interface Work {
        /**
         * @param number from 0
         * @param due when it should begin, {@link System#nanoTime()}
         */
        void begin(int number, long due);
    }

    /**
     * @param rate pieces in a second
     * @return how many milliseconds after its time each was begun: what the machine itself does to
     *     a thread that only waits
     */
    static double[] keep(int rate, int seconds, Work work) {
        long start = System.nanoTime();
        double[] late = new double[rate * seconds];
        for (int i = 0; i < late.length; i++) {
            long due = start + i * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            late[i] = (System.nanoTime() - due) / 1e6;
            work.begin(i, due);
        }
        return late;
    }
}
