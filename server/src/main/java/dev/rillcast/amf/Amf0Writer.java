package dev.rillcast.amf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes AMF0 values; the counterpart of {@link Amf0Reader}, with the same Java types. */
public final class Amf0Writer {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private int depth;
    private int values;

    /** The bytes of the given values, one after the other. */
    public static byte[] bytes(@Nullable Object... values) {
        Amf0Writer writer = new Amf0Writer();
        for (Object value : values) {
            writer.write(value);
        }
        return writer.toByteArray();
    }

    /**
     * Adds one value.
     *
     * @throws IllegalArgumentException when AMF0 has no such type, or the reader would not take it
     */
    public Amf0Writer write(@Nullable Object value) {
        if (++values > Amf0Reader.MAX_VALUES) {
            throw new IllegalArgumentException(
                    "AMF0: more than " + Amf0Reader.MAX_VALUES + " values");
        }
        switch (value) {
            case null -> out.write(Amf0Reader.NULL);
            case Number number -> number(number.doubleValue());
            case Boolean flag -> {
                out.write(Amf0Reader.BOOLEAN);
                out.write(flag ? 1 : 0);
            }
            case String text -> text(text);
            case EcmaArray array -> {
                out.write(Amf0Reader.ECMA_ARRAY);
                int32(array.size());
                entries(array);
            }
            case Map<?, ?> map -> {
                out.write(Amf0Reader.OBJECT);
                entries(map);
            }
            case List<?> list -> strictArray(list);
            case Instant instant -> {
                out.write(Amf0Reader.DATE);
                int64(Double.doubleToRawLongBits((double) instant.toEpochMilli()));
                int16(0);
            }
            case Undefined _ -> out.write(Amf0Reader.UNDEFINED);
            default ->
                    throw new IllegalArgumentException(
                            "AMF0 has no type for " + value.getClass().getName());
        }
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void number(double value) {
        out.write(Amf0Reader.NUMBER);
        int64(Double.doubleToRawLongBits(value));
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= 0xFFFF) {
            out.write(Amf0Reader.STRING);
            int16(utf8.length);
        } else {
            out.write(Amf0Reader.LONG_STRING);
            int32(utf8.length);
        }
        out.writeBytes(utf8);
    }

    private void entries(Map<?, ?> map) {
        enter();
        map.forEach(
                (key, value) -> {
                    byte[] utf8 = String.valueOf(key).getBytes(StandardCharsets.UTF_8);
                    if (utf8.length == 0 || utf8.length > 0xFFFF) {
                        throw new IllegalArgumentException("AMF0 keys have 1 to 65535 bytes");
                    }
                    int16(utf8.length);
                    out.writeBytes(utf8);
                    write(value);
                });
        int16(0);
        out.write(Amf0Reader.OBJECT_END);
        depth--;
    }

    private void strictArray(List<?> list) {
        enter();
        out.write(Amf0Reader.STRICT_ARRAY);
        int32(list.size());
        list.forEach(this::write);
        depth--;
    }

    private void enter() {
        if (++depth > Amf0Reader.MAX_DEPTH) {
            throw new IllegalArgumentException("AMF0: nested deeper than " + Amf0Reader.MAX_DEPTH);
        }
    }

    private void int16(int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private void int32(int value) {
        int16(value >> 16);
        int16(value);
    }

    private void int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }
}
