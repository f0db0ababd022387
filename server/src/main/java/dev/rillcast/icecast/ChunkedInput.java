package dev.rillcast.icecast;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * A body in chunks (RFC 9112 7.1), which some proxies send though HTTP/1.0 has none.
 *
 * <pre>
 *  size (hex) [ ; extensions ] CR LF
 *  data (size bytes)           CR LF
 *  ...
 *  0 CR LF
 * </pre>
 */
final class ChunkedInput extends InputStream {
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})[ \t]*(?:;.*)?");

    private final InputStream in;
    private int left; // of the chunk
    private boolean begun;
    private boolean over;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !over) {
            next();
        }
        int count = over ? -1 : in.read(bytes, offset, Math.min(length, left));
        if (count > 0) {
            left -= count;
        }
        return count;
    }

    private void next() throws IOException {
        if (begun && !ResponseHead.line(in).isEmpty()) {
            throw broken();
        }
        begun = true;
        var size = SIZE.matcher(ResponseHead.line(in));
        if (!size.matches()) {
            throw broken();
        }
        left = Integer.parseInt(size.group(1), 16);
        over = left == 0;
    }

    private static IcecastException broken() {
        return new IcecastException("the Icecast server's chunks are broken");
    }
}
