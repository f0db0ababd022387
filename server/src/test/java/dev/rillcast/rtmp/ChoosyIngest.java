package dev.rillcast.rtmp;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An ingest that takes one stream and says which codecs of Enhanced RTMP it takes. */
public final class ChoosyIngest implements AutoCloseable {
    private final BlockingQueue<String> media = new LinkedBlockingQueue<>();
    private final ScriptedIngest ingest;

    /**
     * @param fourCcs none for one of before Enhanced RTMP
     */
    public ChoosyIngest(String... fourCcs) throws IOException {
        Map<String, Object> properties =
                fourCcs.length == 0 ? Map.of() : Map.of("fourCcList", List.of(fourCcs));
        ingest = new ScriptedIngest(properties, (in, _) -> take(in));
    }

    private void take(ChunkReader in) throws IOException {
        for (RtmpMessage m = in.next(); m != null; m = in.next()) {
            if (m.type() == RtmpMessage.AUDIO || m.type() == RtmpMessage.VIDEO) {
                media.add(m.timestamp() + " " + HexFormat.of().formatHex(m.payload()));
            }
        }
    }

    public RtmpUrl url() {
        return ingest.url();
    }

    /** The next message of sound or picture, as {@code time hex}; null if none comes. */
    public @Nullable String next() throws InterruptedException {
        return media.poll(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        ingest.close();
    }
}
