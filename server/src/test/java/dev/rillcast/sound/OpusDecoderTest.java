package dev.rillcast.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against libopus. */
class OpusDecoderTest {
    private static final int SECOND = 48_000;

    /** A voice that swells and glides, with noise now and then. */
    private static final String VOICE =
            "aevalsrc='0.3*sin(2*PI*(200+100*sin(t))*t)*(0.5+0.5*sin(2*PI*3*t))"
                    + "+0.05*(random(0)-0.5)*gt(sin(2*PI*2*t),0)':s=48000:d=4";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"0, 1, 64k", "0, 2, 64k", "1, 1, 24k", "1, 1, 32k", "1, 2, 48k", "1, 2, 96k"})
    void packetsThatRepeatOthersSoundAsTheyShould(String repeating, String channels, String bitrate)
            throws Exception {
        Ffmpeg ffmpeg = new Ffmpeg(folder);
        String[] options = {
            "-ac",
            channels,
            "-application",
            "voip",
            "-b:a",
            bitrate,
            "-packet_loss",
            "20",
            "-fec",
            repeating
        };
        List<Frame> packets = ffmpeg.opus(VOICE, 0, options);
        assertEquals(
                repeating.equals("1"),
                packets.stream()
                        .anyMatch(p -> OpusPacket.repeated(p.array(), p.offset(), p.length()) > 0));
        FloatBuffer right = libopus();
        Samples sound = new Samples();
        double error = 0;
        try (OpusDecoder decoder = new OpusDecoder()) {
            for (int i = 0; i < packets.size() - 2; i++) {
                assertTrue(decoder.decode(packets.get(i), sound));
                assertEquals(960, sound.count(), 100);
                for (int j = 0; j < 960 && packets.get(i).timestamp() > SECOND; j++) {
                    int at = i * 960 + j - SKIPPED;
                    double difference = sound.plane(0)[j] - right.get(at);
                    error += difference * difference;
                }
            }
        }
        assertTrue(Math.sqrt(error / (3 * SECOND)) < 0.005, "rms of the error");
    }

    @Test
    void whatIsNoPacketLeavesTheSamplesAsTheyWere() {
        Samples sound = new Samples();
        sound.clear(7);
        try (OpusDecoder decoder = new OpusDecoder()) {
            assertTrue(!decoder.decode(OggOpus.frame(0, new byte[] {0x4b}), sound));
            assertEquals(7, sound.count());
        }
    }

    /** What an encoder lags by, which ffmpeg cuts off (RFC 7845 4.2). */
    private static final int SKIPPED = 312;

    private FloatBuffer libopus() throws Exception {
        Path in = folder.resolve("in.opus");
        Path out = folder.resolve("right.raw");
        List<String> left = List.of("-af", "pan=mono|c0=c0", "-f", "f32le", out.toString());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-c:a", "libopus", "-i", in.toString()));
        arguments.addAll(left);
        new Ffmpeg(folder).run(arguments);
        return ByteBuffer.wrap(Files.readAllBytes(out))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
