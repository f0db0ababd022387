package dev.rillcast.peer;

import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.rtp.SenderReport;
import java.util.Optional;

/** Who takes what a peer receives. Called on the UDP door's thread: nothing here may block. */
public interface PeerEvents {
    /** The handshake is done: media can flow. */
    void connected();

    /** The client goes on by another way, after an ICE restart. */
    void restarted();

    void frame(Frame frame);

    /**
     * The frames since the last call are to be dealt with now; there may be none. Comes every few
     * milliseconds while there are, for waking a thread for each frame costs more than the frame's
     * way through the server, and every second in any case.
     */
    void handOver();

    void report(Codec codec, SenderReport report);

    /**
     * It is over; the last call, made once.
     *
     * @param reason empty if either side closed it in order
     */
    void closed(Optional<String> reason);
}
