package dev.rillcast.rtmp;

import dev.rillcast.amf.Amf0Reader;
import dev.rillcast.amf.Amf0Writer;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command message (RTMP 1.0, 7.2): its name, the transaction that it belongs to, and what follows
 * (the command object first).
 */
public record Command(String name, double transaction, List<@Nullable Object> arguments) {

    /** A command to send; its arguments are AMF0's Java types, see {@link Amf0Reader}. */
    public static Command of(String name, double transaction, @Nullable Object... arguments) {
        List<@Nullable Object> list = new ArrayList<>();
        Collections.addAll(list, arguments);
        return new Command(name, transaction, list);
    }

    /** An {@code onStatus} command (7.2.2) with the three fields that each one has. */
    public static Command status(String level, String code, String description) {
        return of("onStatus", 0, null, information(level, code, description));
    }

    /** The information object of a status or a result (7.2.2), open for more fields. */
    public static Map<String, @Nullable Object> information(
            String level, String code, String description) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("level", level);
        map.put("code", code);
        map.put("description", description);
        return map;
    }

    /**
     * Reads a command message, of either AMF form.
     *
     * @throws ProtocolException when it is none
     */
    public static Command parse(RtmpMessage message) throws ProtocolException {
        byte[] payload = message.payload();
        int skip = message.type() == RtmpMessage.COMMAND_AMF3 && payload.length > 0 ? 1 : 0;
        Amf0Reader reader = new Amf0Reader(payload, skip, payload.length - skip);
        if (!(reader.read() instanceof String name)) {
            throw new ProtocolException("a command begins with its name");
        }
        double transaction =
                reader.hasMore() && reader.read() instanceof Double number ? number : 0;
        List<@Nullable Object> arguments = new ArrayList<>();
        while (reader.hasMore()) {
            arguments.add(reader.read());
        }
        return new Command(name, transaction, arguments);
    }

    /** The message that carries it on a message stream. */
    RtmpMessage message(int streamId) {
        Amf0Writer writer = new Amf0Writer().write(name).write(transaction);
        arguments.forEach(writer::write);
        return new RtmpMessage(RtmpMessage.COMMAND, streamId, 0, writer.toByteArray());
    }

    /** The argument at an index as text, or an empty text. */
    public String text(int index) {
        return index < arguments.size() && arguments.get(index) instanceof String text ? text : "";
    }

    /** A field of the first argument that has it as text, or an empty text. */
    public String field(String key) {
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map && map.get(key) instanceof String text) {
                return text;
            }
        }
        return "";
    }
}
