package dev.rillcast.peer;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import java.util.Optional;

/** Who takes what a peer receives. Called on the UDP door's thread: nothing here may block. */
public interface PeerEvents {
    /** The handshake is done: media can flow. */
    void connected();

    void frame(Frame frame);

    void report(Codec codec, SenderReport report);

    /**
     * It is over; the last call, made once.
     *
     * @param reason empty if either side closed it in order
     */
    void closed(Optional<String> reason);
}
