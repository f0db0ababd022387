package dev.rillcast.bench;

import dev.rillcast.amf.Amf0Reader;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One publisher at the sink: says yes to everything, Opus too, and counts the frames. */
final class SinkConnection implements Runnable {
    private final Socket socket;
    private final ConcurrentMap<String, SinkStream> streams;
    private @Nullable SinkStream stream;

    SinkConnection(Socket socket, ConcurrentMap<String, SinkStream> streams) {
        this.socket = socket;
        this.streams = streams;
    }

    @Override
    public void run() {
        try (socket) {
            SinkChunks chunks = new SinkChunks(socket);
            chunks.accept();
            for (var message = chunks.read(); message != null; message = chunks.read()) {
                if (message.type() == SinkChunks.COMMAND) {
                    command(message, chunks);
                } else if (stream != null) {
                    stream.take(message);
                }
            }
        } catch (IOException e) {
            System.err.println("sink: " + e);
        }
    }

    private void command(SinkChunks.Message message, SinkChunks chunks) throws IOException {
        Amf0Reader in = new Amf0Reader(message.payload(), 0, message.length());
        Object name = in.read();
        Object transaction = in.read();
        switch (String.valueOf(name)) {
            case "connect" -> chunks.send(0, "_result", transaction, null, connected());
            case "createStream" -> chunks.send(0, "_result", transaction, null, 1);
            case "publish" -> {
                Object _ = in.read();
                String key = String.valueOf(in.read());
                stream = streams.computeIfAbsent(key, SinkStream::new);
                chunks.send(1, "onStatus", 0, null, status("NetStream.Publish.Start"));
            }
            default -> {}
        }
    }

    private static Map<String, Object> connected() {
        Map<String, Object> answer = new HashMap<>(status("NetConnection.Connect.Success"));
        answer.put("fourCcList", List.of("Opus"));
        return answer;
    }

    private static Map<String, Object> status(String code) {
        return Map.of("level", "status", "code", code);
    }
}
