package dev.rillcast.browser;

import dev.rillcast.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pictures of a recording. Needs the programs ffmpeg and ffprobe. */
final class Pictures {
    private static final Pattern RED = Pattern.compile("signalstats\\.VAVG=(\\S+)");

    private Pictures() {}

    /** Their sizes, each as often as it changes. */
    static List<String> sizes(Path recording) throws Exception {
        String text =
                Program.run(
                        recording.toAbsolutePath().getParent(),
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "frame=width,height",
                        "-of",
                        "csv=p=0:s=x",
                        recording.toString());
        return changes(
                text.lines().map(line -> line.replaceAll("x$", "")).filter(l -> !l.isEmpty()));
    }

    /** Their colours, {@code red} or {@code other}, each as often as it changes. */
    static List<String> colors(Path recording) throws Exception {
        String text =
                ffmpeg(
                        recording,
                        "-an",
                        "-vf",
                        "signalstats,metadata=print:key=lavfi.signalstats.VAVG:file=-",
                        "-enc_time_base", // frames keep their own times
                        "-1",
                        "-f",
                        "null",
                        "-");
        List<String> colors = new ArrayList<>();
        for (Matcher m = RED.matcher(text); m.find(); ) {
            colors.add(Double.parseDouble(m.group(1)) > 200 ? "red" : "other");
        }
        return changes(colors.stream());
    }

    static String ffmpeg(Path recording, String... arguments) throws Exception {
        Stream<String> command =
                Stream.concat(
                        Stream.of("ffmpeg", "-nostdin", "-v", "error", "-i", recording.toString()),
                        Stream.of(arguments));
        return Program.run(recording.toAbsolutePath().getParent(), command.toArray(String[]::new));
    }

    private static List<String> changes(Stream<String> all) {
        List<String> changes = new ArrayList<>();
        all.filter(each -> changes.isEmpty() || !changes.getLast().equals(each))
                .forEach(changes::add);
        return changes;
    }
}
