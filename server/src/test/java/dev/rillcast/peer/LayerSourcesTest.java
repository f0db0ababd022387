package dev.rillcast.peer;

import static dev.rillcast.peer.LayerSources.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.HeaderExtensions;
import dev.rillcast.sdp.Sources;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LayerSourcesTest {
    private static final int RID = 10;
    private static final int REPAIRED_RID = 11;

    private static AgreedTrack track(List<String> rids, Sources sources) {
        return new AgreedTrack(
                Codec.VP8,
                96,
                OptionalInt.of(97),
                OptionalInt.empty(),
                true,
                false,
                new HeaderExtensions(3, 4, RID, REPAIRED_RID, 0),
                rids,
                List.of(),
                sources);
    }

    /**
     * @param extensions of the form with one byte (RFC 8285 4.2), in hex
     */
    private static RtpPacket packet(int ssrc, String extensions) {
        return packet(ssrc, 0xBEDE, extensions);
    }

    private static RtpPacket packet(int ssrc, int profile, String extensions) {
        byte[] bytes = HexFormat.of().parseHex(extensions);
        int words = (bytes.length + 3) / 4;
        RtpPacket packet = new RtpPacket();
        ByteBuffer.wrap(packet.buffer())
                .putInt(0x90600001)
                .putInt(0)
                .putInt(ssrc)
                .putShort((short) profile)
                .putShort((short) words)
                .put(bytes);
        assertTrue(packet.parse(16 + 4 * words, 0));
        return packet;
    }

    private static final LayerSources NAMED =
            new LayerSources(track(List.of("h", "hi"), Sources.NONE));

    @Test
    void theFirstPacketsNameTheirLayerAndTheSourceIsItsFromThenOn() { // RFC 8852 3
        LayerSources sources = new LayerSources(track(List.of("h", "hi"), Sources.NONE));
        assertEquals(NONE, sources.layer(packet(1, "")));
        assertEquals(1, sources.layer(packet(1, "a16869")));
        assertEquals(0, sources.layer(packet(2, "a068")));
        assertEquals(1, sources.layer(packet(1, "")));
        assertEquals(0, sources.layer(packet(2, "")));
    }

    @Test
    void anotherSourceMayTakeALayerOver() {
        LayerSources sources = new LayerSources(track(List.of("h", "hi"), Sources.NONE));
        assertEquals(0, sources.layer(packet(-1, "a068")));
        assertEquals(0, sources.layer(packet(5, "a068")));
        assertEquals(0, sources.layer(packet(5, "")));
        assertEquals(NONE, sources.layer(packet(-1, "")));
    }

    @Test
    void whatIsNamedOtherwiseIsOfNoLayer() {
        for (String other : List.of("a078", "a2686968", "9068", "b068", "a168", "")) {
            assertEquals(NONE, NAMED.layer(packet(3, other)), other);
        }
    }

    @Test
    void namesComeInBothFormsOfHeaderExtensions() { // RFC 8285 4.3
        LayerSources sources = new LayerSources(track(List.of("h", "hi"), Sources.NONE));
        assertEquals(1, sources.layer(packet(1, 0x1000, "0a026869")));
        assertEquals(0, sources.layer(packet(2, 0x1000, "0a0168")));
    }

    @Test
    void whatIsSentAgainNamesTheLayerThatItRepairs() { // RFC 8852 3.2
        LayerSources sources = new LayerSources(track(List.of("h", "hi"), Sources.NONE));
        assertEquals(1, sources.repaired(packet(7, "b16869")));
        assertEquals(1, sources.repaired(packet(7, "")));
        assertEquals(NONE, sources.repaired(packet(8, "")));
        assertEquals(NONE, sources.layer(packet(7, "")), "its source is no layer's");
    }

    @Test
    void theOfferMayNameSourcesAndTheirRepairs() { // RFC 5576 4.2, RFC 4588 8.1
        LayerSources sources =
                new LayerSources(
                        track(
                                List.of(),
                                new Sources(List.of(1, -2), Map.of(11, 1, 12, -2, 13, 9))));
        assertEquals(0, sources.layer(packet(1, "")));
        assertEquals(1, sources.layer(packet(-2, "")));
        assertEquals(NONE, sources.layer(packet(-1, "")));
        assertEquals(1, sources.repaired(packet(12, "")));
        assertEquals(NONE, sources.repaired(packet(13, "")));
    }

    @Test
    void aTrackWithoutLayersHasOne() {
        assertEquals(1, LayerSources.count(track(List.of(), Sources.NONE)));
        assertEquals(2, LayerSources.count(track(List.of("h", "hi"), Sources.NONE)));
        Sources three = new Sources(List.of(1, 2, 3), Map.of());
        assertEquals(3, LayerSources.count(track(List.of(), three)));
    }
}
