package dev.rillcast.peer;

import static dev.rillcast.peer.Client.INTER;
import static dev.rillcast.peer.Client.KEY;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.rtp.PacketPool;
import dev.rillcast.rtp.Receptions;
import dev.rillcast.rtp.RtpPacket;
import dev.rillcast.rtp.TrackFigures;
import dev.rillcast.sdp.AgreedTrack;
import dev.rillcast.sdp.HeaderExtensions;
import dev.rillcast.sdp.Sources;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MediaReceiverTest {
    private static final long MS = 1_000_000;
    private static final int VIDEO = 96;
    private static final int REPAIR = 97;
    private static final int ULPFEC = 124;
    private static final int SSRC = 0x11111111;
    private static final int REPAIR_SSRC = 0x22222222;

    private final Heard heard = new Heard();
    private final Receptions all = new Receptions();
    private MediaReceiver media = receiver(3, Sources.NONE);
    private int transportSequence;

    private MediaReceiver receiver(int transportCc, Sources sources) {
        AgreedTrack track =
                new AgreedTrack(
                        Codec.H264,
                        VIDEO,
                        OptionalInt.of(REPAIR),
                        OptionalInt.empty(),
                        true,
                        transportCc == 0,
                        new HeaderExtensions(transportCc, 0, 0, 0, 0),
                        List.of(),
                        List.of(),
                        sources);
        return new MediaReceiver(
                List.of(track), Duration.ofMillis(400), new PacketPool(), all, heard, 1_000 * MS);
    }

    @Test
    void whatIsSentAgainApartFillsTheGap() {
        assertTrue(video(1, KEY));
        assertTrue(video(3, INTER));
        assertEquals(1, heard.frames.size());
        assertEquals(1, ask());
        assertTrue(repair(2, REPAIR_SSRC));
        assertEquals(List.of(3_000L, 6_000L, 9_000L), times());
        TrackFigures figures = media.figures().getFirst();
        assertEquals(3, figures.packets());
        assertEquals(1, figures.recovered());
        assertEquals(0, figures.lost());
    }

    @Test
    void whatProbesTheNetworkBeforeTheFirstPicturesRepairsThem() {
        assertFalse(packet(REPAIR, 8, REPAIR_SSRC, 0, ""));
        video(1, KEY);
        video(3, INTER);
        assertTrue(repair(2, REPAIR_SSRC));
    }

    @Test
    void theStreamsReportStillCallsItLost() {
        video(1, KEY);
        video(3, INTER);
        repair(2, REPAIR_SSRC);
        assertEquals(1, requireNonNull(media.streams()[0].receiver).stats().lost());
    }

    @Test
    void whatIsNotMissedOrHoldsNothingIsHarmless() {
        assertFalse(repair(2, REPAIR_SSRC), "no stream has begun");
        video(1, KEY);
        assertFalse(repair(1, REPAIR_SSRC), "it has come");
        assertFalse(packet(REPAIR, 9, REPAIR_SSRC, 0, ""), "padding only");
        assertFalse(packet(REPAIR, 9, REPAIR_SSRC, 0, "00"), "half a number");
        video(2, INTER);
        assertEquals(2, heard.frames.size());
        assertEquals(0, media.figures().getFirst().recovered());
    }

    @Test
    void everyPacketsTransportWideNumberIsTold() {
        video(1, KEY);
        packet(REPAIR, 9, REPAIR_SSRC, 0, "");
        packet(ULPFEC, 5, 0x33333333, 0, "8000");
        video(2, INTER);
        byte[] b = new byte[1_200];
        int end = media.transport.write(b, 0, 1, 2);
        assertEquals(0, ByteBuffer.wrap(b).getShort(12), "the first");
        assertEquals(4, ByteBuffer.wrap(b).getShort(14), "how many");
        String chunk = HexFormat.of().formatHex(b, 20, 22);
        assertEquals("d540", chunk, "each came, up to " + end);
    }

    @Test
    void whatProtectsOtherPacketsChangesNothing() {
        video(1, KEY);
        assertFalse(packet(ULPFEC, 2, SSRC, 6_000, "8000"));
        video(2, INTER);
        assertEquals(2, heard.frames.size());
        assertEquals(0, media.figures().getFirst().lost());
    }

    @Test
    void theOffersSourcesSayWhoRepairsWhom() {
        media = receiver(3, new Sources(List.of(), Map.of(REPAIR_SSRC, 0x44444444)));
        video(1, KEY);
        video(3, INTER);
        assertFalse(repair(2, REPAIR_SSRC), "that one repairs another");
        assertTrue(repair(2, REPAIR_SSRC + 1));
    }

    @Test
    void whatRepairedTheFormerSourceDoesNotRepairTheNext() {
        video(1, KEY);
        video(3, INTER);
        assertTrue(repair(2, REPAIR_SSRC));
        assertTrue(packet(VIDEO, 1, SSRC + 1, 0, KEY, 3_000 * MS));
        assertTrue(packet(VIDEO, 3, SSRC + 1, 6_000, INTER, 3_001 * MS));
        assertFalse(repair(2, REPAIR_SSRC));
        assertTrue(repair(2, REPAIR_SSRC + 1));
    }

    @Test
    void aClientWithoutTransportCcIsToldHowMuchItMaySend() {
        media = receiver(0, Sources.NONE);
        List<String> sent = new ArrayList<>();
        Feedback feedback =
                new Feedback(
                        media,
                        9_000 * MS,
                        (b, length) -> sent.add(HexFormat.of().formatHex(b, 8, length)),
                        1_000 * MS);
        feedback.tick(1_000 * MS);
        sent.clear();
        video(1, KEY);
        for (long now = 1_010 * MS; now < 1_600 * MS; now += 5 * MS) {
            feedback.tick(now);
        }
        assertEquals(2, sent.size(), sent.toString());
        assertTrue(sent.getFirst().startsWith("8fce0005"), sent.toString());
        assertTrue(sent.getFirst().contains("52454d42" + "0112dc6c" + "11111111"), "3 Mbit/s");
    }

    /** What is asked for 50 ms later. */
    private int ask() {
        return requireNonNull(media.streams()[0].receiver).order().missing(1_060 * MS, new int[9]);
    }

    private List<Long> times() {
        return heard.frames.stream().map(f -> f.timestamp() & 0xFFFF_FFFFL).toList();
    }

    private boolean video(int number, String payload) {
        return packet(VIDEO, number, SSRC, number * 3_000, payload);
    }

    private boolean repair(int number, int ssrc) {
        return packet(REPAIR, 700 + number, ssrc, number * 3_000, "%04x".formatted(number) + INTER);
    }

    private boolean packet(int type, int number, int ssrc, int timestamp, String payload) {
        return packet(type, number, ssrc, timestamp, payload, 1_010 * MS);
    }

    private boolean packet(
            int type, int number, int ssrc, int timestamp, String payload, long arrival) {
        RtpPacket packet = new RtpPacket();
        ByteBuffer b = ByteBuffer.wrap(packet.buffer());
        b.put((byte) 0x90).put((byte) (0x80 | type)).putShort((short) number);
        b.putInt(timestamp).putInt(ssrc);
        // RFC 8285 4.2: one word of extension, id 3 with two bytes, one of padding
        b.putInt(0xBEDE0001).put((byte) 0x31).putShort((short) transportSequence++).put((byte) 0);
        b.put(HexFormat.of().parseHex(payload));
        assertTrue(packet.parse(b.position(), arrival));
        return media.receive(packet);
    }
}
