package dev.rillcast.bench.all;

import java.util.ArrayList;
import java.util.List;

/**
 * One call of a bench.
 *
 * @param bench the command's name
 * @param arguments words behind it
 * @param seconds that it takes, about
 */
record Step(String bench, List<String> arguments, int seconds) {
    /**
     * @param line the command with its arguments
     */
    static Step of(int seconds, String line) {
        List<String> words = List.of(line.split(" ", -1));
        return new Step(words.getFirst(), words.subList(1, words.size()), seconds);
    }

    Step with(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new Step(bench, all, seconds);
    }

    @Override
    public String toString() {
        return "bench/" + bench + " " + String.join(" ", arguments);
    }
}
