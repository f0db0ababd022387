package dev.rillcast.report;

/**
 * What a target does at a moment.
 *
 * @param waiting frames that wait for it
 * @param oldest how old the oldest of them is, in nanoseconds
 */
public record TargetMoment(TargetReport.State state, int waiting, long oldest) {}
