package dev.rillcast.rtmp;

import dev.rillcast.flv.StreamInfo;
import dev.rillcast.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** Publishers as tests want them: with the JDK's authorities, and announced at once. */
public final class TestPublisher {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TestPublisher() {}

    /** A publisher that has announced nothing. */
    public static RtmpPublisher connect(
            RtmpUrl url, InetAddress address, Map<String, Object> connectInfo) throws IOException {
        return RtmpPublisher.connect(url, address, connectInfo, Trust.STANDARD);
    }

    static RtmpPublisher connect(
            RtmpUrl url,
            InetAddress address,
            StreamInfo info,
            Map<String, Object> connectInfo,
            Trust trust)
            throws IOException {
        return connect(new Dialer(url, address, trust, PATIENCE), info, connectInfo);
    }

    static RtmpPublisher connect(
            RtmpUrl url, InetAddress address, StreamInfo info, Map<String, Object> connectInfo)
            throws IOException {
        return connect(url, address, info, connectInfo, Trust.STANDARD);
    }

    /** With nothing beside what each {@code connect} says. */
    public static RtmpPublisher connect(RtmpUrl url, InetAddress address, StreamInfo info)
            throws IOException {
        return connect(url, address, info, Map.of());
    }

    static RtmpPublisher connect(Dialer dialer, StreamInfo info, Map<String, Object> connectInfo)
            throws IOException {
        RtmpPublisher publisher = RtmpPublisher.connect(dialer, connectInfo);
        try {
            publisher.announce(info);
            return publisher;
        } catch (IOException error) {
            publisher.close();
            throw error;
        }
    }
}
