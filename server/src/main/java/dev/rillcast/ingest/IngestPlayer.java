package dev.rillcast.ingest;

import dev.rillcast.rtmp.Command;
import dev.rillcast.rtmp.RtmpConnection;
import dev.rillcast.rtmp.RtmpMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one viewer's tags to its connection until either ends; on a thread of its own. */
final class IngestPlayer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestPlayer.class);
    private static final Duration TURN = Duration.ofSeconds(1);

    private final RtmpConnection connection;
    private final LiveStream.Viewer viewer;

    IngestPlayer(RtmpConnection connection, LiveStream.Viewer viewer) {
        this.connection = connection;
        this.viewer = viewer;
    }

    @Override
    public void run() {
        try (viewer) {
            while (!viewer.ended()) {
                FlvTag tag = viewer.take(TURN);
                if (tag != null) {
                    connection.send(
                            tag.type(),
                            IngestSession.STREAM_ID,
                            tag.millis(),
                            List.of(tag.payload()));
                }
            }
            sayEnd();
        } catch (IOException | InterruptedException error) {
            LOG.debug("a player left: {}", error.toString());
        }
    }

    /** The session reads on until the player hangs up, so that the end is not lost in a reset. */
    private void sayEnd() throws IOException {
        connection.send(RtmpMessage.streamEof(IngestSession.STREAM_ID));
        connection.send(
                IngestSession.STREAM_ID,
                Command.status("status", "NetStream.Play.UnpublishNotify", "the stream is over"));
        connection.shutdownOutput();
    }
}
