package dev.rillcast.icecast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says before the sound: HTTP/1 (RFC 9112), or the same with {@code ICY 200 OK} on
 * top, as SHOUTcast says it.
 *
 * @param headers by their names in lower case; of several alike the first
 */
record ResponseHead(int status, Map<String, String> headers) {
    private static final int MAX_LINE = 4_096;
    private static final int MAX_BYTES = 16_384;
    private static final Pattern STATUS_LINE =
            Pattern.compile("(?:ICY|HTTP/1\\.[01]) (\\d{3})(?: .*)?");

    /**
     * Reads up to the empty line, and not a byte further.
     *
     * @throws IcecastException when it is something else, or too long
     */
    static ResponseHead read(InputStream in) throws IOException {
        int left = MAX_BYTES;
        String first = line(in);
        Matcher status = STATUS_LINE.matcher(first);
        if (!status.matches()) {
            throw new IcecastException(
                    "the Icecast server does not answer as HTTP or SHOUTcast do");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            left -= line.length() + 1;
            if (left < 0) {
                throw tooLong();
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new ResponseHead(Integer.parseInt(status.group(1)), Map.copyOf(headers));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** A line without its end, which may be a line feed alone (RFC 9112 2.2). */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IcecastException("the Icecast server closed before its answer was whole");
            }
            if (line.size() == MAX_LINE) {
                throw tooLong();
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static IcecastException tooLong() {
        return new IcecastException("the Icecast server's headers are too long");
    }
}
