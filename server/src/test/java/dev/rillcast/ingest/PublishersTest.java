package dev.rillcast.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rillcast.rtmp.RtmpException;
import dev.rillcast.rtmp.RtmpPublisher;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.rtmp.SampleFrames;
import dev.rillcast.rtmp.TestPublisher;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class PublishersTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', show, ''",
        "::1, s3cret, show, ''",
        "192.0.2.7, '', show, without ingest.key only the server's own machine may publish",
        "192.0.2.7, '', show?key=, without ingest.key only the server's own machine may publish",
        "192.0.2.7, s3cret, show?key=s3cret, ''",
        "192.0.2.7, s3cret, show?a=b&key=s3cret&c=d, ''",
        "192.0.2.7, s3cret, show, the key is missing or wrong: NAME?key=KEY",
        "192.0.2.7, s3cret, key=s3cret, the key is missing or wrong: NAME?key=KEY",
        "192.0.2.7, s3cret, show?key=s3cre, the key is missing or wrong: NAME?key=KEY",
        "192.0.2.7, s3cret, show?monkey=s3cret, the key is missing or wrong: NAME?key=KEY",
    })
    void thisMachineMayAndOthersWithTheKey(String from, String key, String stream, String why) {
        Publishers publishers = new Publishers(Optional.of(key).filter(k -> !k.isEmpty()));
        InetAddress address = InetAddress.ofLiteral(from);
        assertEquals(why, publishers.refuse(address, stream).orElse(""));
    }

    @Test
    void whoMayNotIsToldWhyAndWhoMayIsLive() throws Exception {
        LiveStreams streams = new LiveStreams();
        Publishers strangers = new Publishers(Optional.of("s3cret"), _ -> false);
        try (RtmpIngest ingest = RtmpIngest.open(LOOPBACK, 0, strangers, streams)) {
            String output = "rtmp://127.0.0.1:" + ingest.port() + "/live";
            RtmpException refused =
                    assertThrows(RtmpException.class, () -> publish(output, "show").close());
            assertEquals("NetStream.Publish.Denied", refused.code());
            assertEquals(Optional.empty(), streams.find("show").map(LiveStream::name));
            try (RtmpPublisher _ = publish(output, "show?key=s3cret")) {
                assertEquals(Optional.of("show"), streams.find("show").map(LiveStream::name));
            }
        }
    }

    private static RtmpPublisher publish(String output, String stream) throws Exception {
        return TestPublisher.connect(RtmpUrl.parse(output, stream), LOOPBACK, SampleFrames.info());
    }
}
