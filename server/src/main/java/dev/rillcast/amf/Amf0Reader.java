package dev.rillcast.amf;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads AMF0 values, one after the other (AMF0 File Format Specification).
 *
 * <p>A number becomes a Double, an object a Map in the order of its keys, an associative array an
 * {@link EcmaArray}, a strict array a List, a date an Instant; undefined is {@link Undefined}.
 */
public final class Amf0Reader {
    static final int NUMBER = 0x00;
    static final int BOOLEAN = 0x01;
    static final int STRING = 0x02;
    static final int OBJECT = 0x03;
    static final int NULL = 0x05;
    static final int UNDEFINED = 0x06;
    static final int ECMA_ARRAY = 0x08;
    static final int OBJECT_END = 0x09;
    static final int STRICT_ARRAY = 0x0A;
    static final int DATE = 0x0B;
    static final int LONG_STRING = 0x0C;
    private static final int UNSUPPORTED = 0x0D;
    private static final int XML_DOCUMENT = 0x0F;
    private static final int TYPED_OBJECT = 0x10;

    static final int MAX_DEPTH = 16;
    static final int MAX_VALUES = 4_096;

    private final ByteBuffer in;
    private int depth;
    private int values;

    public Amf0Reader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public Amf0Reader(byte[] bytes, int offset, int length) {
        in = ByteBuffer.wrap(bytes, offset, length);
    }

    /** Whether another value follows. */
    public boolean hasMore() {
        return in.hasRemaining();
    }

    /**
     * The next value.
     *
     * @throws ProtocolException when the bytes are no AMF0, or nested or long beyond reason
     */
    public @Nullable Object read() throws ProtocolException {
        if (++values > MAX_VALUES) {
            throw new ProtocolException("AMF0: more than " + MAX_VALUES + " values");
        }
        int marker = need(1).get() & 0xFF;
        return switch (marker) {
            case NUMBER -> need(8).getDouble();
            case BOOLEAN -> need(1).get() != 0;
            case STRING -> text(need(2).getShort() & 0xFFFF);
            case LONG_STRING, XML_DOCUMENT -> text(need(4).getInt());
            case NULL -> null;
            case UNDEFINED, UNSUPPORTED -> Undefined.UNDEFINED;
            case DATE -> date();
            case OBJECT -> entries(new LinkedHashMap<>());
            case TYPED_OBJECT -> {
                text(need(2).getShort() & 0xFFFF); // the name of a class that we do not have
                yield entries(new LinkedHashMap<>());
            }
            case ECMA_ARRAY -> {
                need(4).getInt(); // the count is a hint only; encoders write 0 or a wrong one
                yield entries(new EcmaArray());
            }
            case STRICT_ARRAY -> strictArray();
            default ->
                    throw new ProtocolException("AMF0: type 0x%02x is not taken".formatted(marker));
        };
    }

    private Map<String, @Nullable Object> entries(Map<String, @Nullable Object> map)
            throws ProtocolException {
        enter();
        while (true) {
            String key = text(need(2).getShort() & 0xFFFF);
            if (key.isEmpty() && (need(1).get(in.position()) & 0xFF) == OBJECT_END) {
                in.get();
                depth--;
                return map;
            }
            map.put(key, read());
        }
    }

    private List<@Nullable Object> strictArray() throws ProtocolException {
        enter();
        int count = need(4).getInt();
        need(count); // each value takes a byte or more
        List<@Nullable Object> list = new ArrayList<>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            list.add(read());
        }
        depth--;
        return list;
    }

    private Instant date() throws ProtocolException {
        double millis = need(10).getDouble();
        in.getShort(); // time zone: reserved, 0
        return Instant.ofEpochMilli((long) millis);
    }

    private String text(int length) throws ProtocolException {
        need(length);
        String text =
                new String(
                        in.array(),
                        in.arrayOffset() + in.position(),
                        length,
                        StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private void enter() throws ProtocolException {
        if (++depth > MAX_DEPTH) {
            throw new ProtocolException("AMF0: nested deeper than " + MAX_DEPTH);
        }
    }

    private ByteBuffer need(int bytes) throws ProtocolException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new ProtocolException("AMF0: ends inside a value");
        }
        return in;
    }
}
