package dev.rillcast.bench.all;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is run, in which order. */
record Plan(List<Step> steps) {
    private static final List<String> LOADS = List.of("aac", "video", "opus");

    /** Rounds are short, and the first one is cold. */
    private static final int SOUNDS = 5;

    /** Some 35 minutes, with three runs of the load. */
    static Plan whole(int runs, List<Rival> rivals) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(30, "start"));
        steps.addAll(load(runs, 70, "load --warm-up 25 --seconds 15 --latency-seconds 8", rivals));
        steps.add(Step.of(130, "load --ramp --warm-up 20"));
        steps.add(Step.of(45 * runs, "signal --warm-up 10 --seconds 15 --runs " + runs));
        steps.add(Step.of(45 * runs, "signal calls --warm-up 10 --seconds 15 --runs " + runs));
        steps.add(Step.of(20, "sound --rounds " + Math.max(SOUNDS, runs)));
        steps.add(
                Step.of(
                        20 + 25 * runs,
                        "transcode --warm-up 10 --seconds 10 --latency-seconds 5 --runs " + runs));
        for (int i = 1;
                i <= Math.min(runs, 2);
                i++) { // twice: the seed makes what is lost the same
            steps.add(Step.of(75, "network --quick --seed " + i));
        }
        steps.add(Step.of(840, "soak --minutes 10"));
        return new Plan(steps);
    }

    /** Some 6 minutes, for a look. */
    static Plan quick(int runs, List<Rival> rivals) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(12, "start --runs 3"));
        String load = "load --streams 25 --warm-up 12 --seconds 8 --latency-seconds 4";
        steps.addAll(load(runs, 42, load, rivals));
        steps.add(Step.of(25, "signal --users 2000 --warm-up 5 --seconds 8 --runs " + runs));
        steps.add(Step.of(25, "signal calls --rooms 200 --warm-up 5 --seconds 8 --runs " + runs));
        steps.add(Step.of(8, "sound --rounds " + runs));
        steps.add(
                Step.of(
                        35,
                        "transcode --warm-up 6 --seconds 6 --latency-seconds 4 --no-free --runs "
                                + runs));
        steps.add(Step.of(50, "network --quick --seconds 6"));
        return new Plan(steps);
    }

    /** In turn, so that all meet the same machine. */
    private static List<Step> load(int runs, int seconds, String line, List<Rival> rivals) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            for (String each : LOADS) {
                Step ours = Step.of(seconds, line + " --case " + each);
                steps.add(ours);
                rivals.forEach(rival -> steps.add(ours.with(rival.arguments())));
            }
        }
        return steps;
    }

    /** Only those of these benches; {@code load}, {@code ramp} and {@code calls} are some. */
    Plan only(List<String> benches) {
        return new Plan(steps.stream().filter(step -> benches.contains(name(step))).toList());
    }

    static String name(Step step) {
        return Stream.of("ramp", "calls")
                .filter(part -> step.toString().contains(part))
                .findFirst()
                .orElse(step.bench());
    }

    /** For people: all that can be asked for. */
    static String names() {
        return whole(1, List.of()).steps.stream()
                .map(Plan::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    int seconds() {
        return steps.stream().mapToInt(Step::seconds).sum();
    }
}
