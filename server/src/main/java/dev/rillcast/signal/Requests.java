package dev.rillcast.signal;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What becomes of a client's message, whoever carries it out. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private Requests() {}

    interface Handler {
        void handle(ClientMessage message) throws SignalException;
    }

    /** Reads a message and has it carried out; what is wrong with it is answered, never thrown. */
    static void take(String text, Handler handler, Consumer<ServerMessage> client) {
        long id = 0;
        try {
            JsonNode node = ClientMessageReader.parse(text);
            id = ClientMessageReader.id(node);
            handler.handle(ClientMessageReader.read(node));
        } catch (SignalException e) {
            client.accept(new ServerMessage.Refused(id, e.code(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("a signalling message broke its handler", e);
            client.accept(
                    new ServerMessage.Refused(id, ErrorCode.GENERAL, "an error within the server"));
        }
    }
}
