package dev.rillcast;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row of {@code messages.txt}, the one table that readers, writers and fuzz tests are fed from.
 *
 * @param use {@code =}, {@code <} or {@code !}, see there
 * @param meaning what the bytes say, or why they are refused
 */
public record MessageCase(String name, String use, String hex, String meaning) {
    private static final Pattern TIMES = Pattern.compile("\\(([^()]+)\\)(\\d+)");

    /** The rows of a section: {@code AMF0}, {@code chunks} or {@code FLV}. */
    public static List<MessageCase> all(String section) {
        return lines().dropWhile(line -> !line.equals("== " + section))
                .skip(1)
                .takeWhile(line -> !line.startsWith("=="))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(MessageCase::row)
                .toList();
    }

    /** The rows that a reader takes. */
    public static Stream<MessageCase> taken(String section) {
        return all(section).stream().filter(row -> !row.use.equals("!"));
    }

    /** The rows that a writer writes. */
    public static Stream<MessageCase> written(String section) {
        return all(section).stream().filter(row -> row.use.equals("="));
    }

    /** The rows that a reader refuses. */
    public static Stream<MessageCase> refused(String section) {
        return all(section).stream().filter(row -> row.use.equals("!"));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static Stream<String> lines() {
        try (var in = MessageCase.class.getResourceAsStream("messages.txt")) {
            byte[] text = Objects.requireNonNull(in).readAllBytes();
            return new String(text, StandardCharsets.UTF_8).lines();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static MessageCase row(String line) {
        String[] cells = line.split("\\|", 4);
        if (cells.length < 4 || !cells[1].strip().matches("[=<!]")) {
            return fail("not a row: " + line);
        }
        String hex = expand(cells[2]).replace(" ", "");
        return new MessageCase(cells[0].strip(), cells[1].strip(), hex, expand(cells[3].strip()));
    }

    private static String expand(String text) {
        return TIMES.matcher(text)
                .replaceAll(run -> run.group(1).repeat(Integer.parseInt(run.group(2))));
    }

    /** What a test is called by. */
    @Override
    public String toString() {
        return name;
    }
}
