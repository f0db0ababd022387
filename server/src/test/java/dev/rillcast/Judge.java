package dev.rillcast;

import dev.rillcast.TestPattern.Likeness;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * The judges for tests in other languages. {@code pattern DIRECTORY} makes a test pattern and
 * prints where it is; {@code stream URL SECONDS DIRECTORY NAME} records a live stream of the
 * pattern there and prints what it is like, as JSON.
 */
final class Judge {
    private Judge() {}

    /**
     * What is known of a recording.
     *
     * @param skews of each beep from its flash, in milliseconds, sorted
     */
    record Verdict(StreamProbe stream, Likeness likeness, List<Double> skews) {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[arguments[0].equals("pattern") ? 1 : 3]);
        if (arguments[0].equals("pattern")) {
            System.out.println(TestPattern.make(directory).directory());
            return;
        }
        int seconds = Integer.parseInt(arguments[2]);
        Path file = directory.resolveSibling(arguments[4] + ".flv");
        FlvFile.take(arguments[1], seconds, file);
        System.out.println(
                JsonMapper.shared().writeValueAsString(judge(file, new TestPattern(directory))));
    }

    static Verdict judge(Path file, TestPattern pattern) throws Exception {
        StreamProbe stream = StreamProbe.of(file);
        List<Double> skews = FlashAndBeep.skewsMillis(stream.matroska());
        return new Verdict(
                stream,
                pattern.likeness(stream.matroska(), "null"),
                skews.stream().sorted().toList());
    }
}
