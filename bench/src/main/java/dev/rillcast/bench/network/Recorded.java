package dev.rillcast.bench.network;

import dev.rillcast.FlashAndBeep;
import dev.rillcast.bench.network.Steps.Freeze;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * One broadcast, recorded at its end, and what is found in it.
 *
 * @param tags what came when
 * @param lost packets of sound that the server counted as lost, if it counts
 */
record Recorded(Cell cell, Path file, List<Watch.Tag> tags, Sent sent, OptionalLong lost) {
    /** Two packets of AAC at 44.1 kHz are 46 ms long: of more, one is missing. */
    private static final long SOUND_STEP = 50;

    /** Until then a stream begins, and who watches it catches up. */
    private static final long SETTLED = 2_000;

    /** Looks at it; this decodes all of it, so it takes a while. */
    CellFigures judge() throws IOException, InterruptedException {
        List<Watch.Tag> pictures = tags.stream().filter(Watch.Tag::video).toList();
        if (pictures.isEmpty()) {
            return CellFigures.none(cell, "no picture came");
        }
        long begin = pictures.getFirst().arrival() / 1_000_000;
        Steps stamps = new Steps(pictures.stream().map(Watch.Tag::millis).toList());
        Steps arrivals =
                new Steps(
                        pictures.stream()
                                .map(tag -> tag.arrival() / 1_000_000)
                                .filter(millis -> millis - begin > SETTLED)
                                .toList());
        List<Freeze> freezes = stamps.freezesBeside(new Steps(sent.pictures()));
        List<Freeze> stalls = arrivals.freezes();
        List<Double> skews = skews();
        return new CellFigures(
                cell,
                lost.isPresent() ? sent.pictures().size() : sent.within(span(pictures)),
                pictures.size(),
                freezes.size(),
                longest(freezes),
                stalls.size(),
                longest(stalls),
                complaints(),
                lost.orElseGet(this::soundHoles),
                skews.isEmpty() ? Double.NaN : skews.get(skews.size() / 2),
                skews.stream().max(Comparator.comparingDouble(Math::abs)).orElse(Double.NaN),
                sent.target(),
                sent.height(),
                "");
    }

    /** Who watches a stranger's stream comes in the midst of it. */
    private static long span(List<Watch.Tag> pictures) {
        return pictures.getLast().millis() - pictures.getFirst().millis();
    }

    private static long longest(List<Freeze> freezes) {
        return freezes.stream().mapToLong(Freeze::length).max().orElse(0);
    }

    private long soundHoles() {
        List<Watch.Tag> sounds = tags.stream().filter(tag -> !tag.video()).toList();
        long holes = 0;
        for (int i = 1; i < sounds.size(); i++) {
            holes += sounds.get(i).millis() - sounds.get(i - 1).millis() > SOUND_STEP ? 1 : 0;
        }
        return holes;
    }

    /** Sorted. Without a flash and a beep there is nothing to tell. */
    private List<Double> skews() throws InterruptedException {
        try {
            return FlashAndBeep.skewsMillis(file).stream().sorted().toList();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError none) {
            return List.of();
        }
    }

    private int complaints() throws IOException, InterruptedException {
        String command =
                "nice ffmpeg -v error -nostdin -i " + file + " -enc_time_base -1 -f null -";
        Process ffmpeg =
                new ProcessBuilder(command.split(" "))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(ffmpeg.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return ffmpeg.waitFor() == 0 ? (int) said.lines().count() : Integer.MAX_VALUE;
    }
}
