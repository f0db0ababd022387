package dev.rillcast.bench;

/**
 * What a crowd costs the server.
 *
 * @param heap kB per user before they did anything, live objects
 * @param resident kB per user at that time, of the whole process
 * @param before MB resident before the first user
 * @param heapAfter kB per user when they had done what they do, live objects
 * @param cpu seconds that the server computed while they did it
 * @param seconds that it was to last
 * @param late milliseconds that the bench itself was late with what they did
 */
record SignalCost(
        double heap,
        double resident,
        double before,
        double heapAfter,
        double cpu,
        int seconds,
        Quantiles late) {}
