package dev.rillcast.transcode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines of what a program says, however much that is. May be used by several threads. */
final class LastLines {
    static final int LINES = 20;
    static final int LENGTH = 200;

    /** Where FFmpeg's objects lie in memory, which concerns nobody. */
    private static final Pattern ADDRESS = Pattern.compile(" @ 0x[0-9a-f]+");

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final byte[] line = new byte[LENGTH];
    private int length;
    private long count;

    synchronized void append(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte next = bytes[i];
            if (next == '\n' || next == '\r') {
                end();
            } else if (length < LENGTH) {
                line[length++] = next < ' ' || next > '~' ? (byte) '?' : next;
            }
        }
    }

    private void end() {
        if (length > 0) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(new String(line, 0, length, StandardCharsets.US_ASCII));
            length = 0;
            count++;
        }
    }

    /** The oldest first. */
    synchronized List<String> lines() {
        return lines.stream().map(text -> ADDRESS.matcher(text).replaceAll("")).toList();
    }

    /** How many lines there were. */
    synchronized long count() {
        return count;
    }

    /** The latest, or nothing. */
    synchronized String last() {
        String text = lines.isEmpty() ? "" : lines.getLast();
        return ADDRESS.matcher(text).replaceAll("");
    }
}
