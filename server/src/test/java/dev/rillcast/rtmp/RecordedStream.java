package dev.rillcast.rtmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Four seconds of a real encoder's H.264 and AAC, as frames. */
public record RecordedStream(List<Timed> frames) {
    public static final StreamInfo INFO = new StreamInfo(true, true, 0, 0, 25, 500, 64, 48_000, 2);

    /** A frame and when it is due. */
    public record Timed(Frame frame, long millis) {}

    /** Also leaves the encoder's file in the directory, as {@code sample.flv}. */
    public static RecordedStream make(Path directory) throws Exception {
        Path file = directory.resolve("sample.flv");
        Program.run(
                directory,
                ("ffmpeg -v error -f lavfi -i testsrc=size=322x180:rate=25"
                                + " -f lavfi -i sine=frequency=440:sample_rate=48000 -t 4 -c:v"
                                + " libx264 -preset veryfast -bf 0 -g 50 -pix_fmt yuv420p -b:v 500k"
                                + " -c:a aac -b:a 64k -ac 2 "
                                + file)
                        .split(" ", -1));
        return new RecordedStream(frames(ByteBuffer.wrap(Files.readAllBytes(file))));
    }

    /** Writes all frames at once, their times counted from the given one. */
    public void sendTo(RtmpPublisher publisher, long start) throws IOException {
        for (Timed timed : frames) {
            publisher.write(timed.frame, start + timed.millis);
        }
    }

    /** Demands this stream from its first second to its last, and that it decodes. */
    public static void assertPlayable(Path directory, Path file) throws Exception {
        assertPlayable(directory, file, 4);
    }

    /** Demands so many seconds of this stream's tracks, and that they decode. */
    public static void assertPlayable(Path directory, Path file, double seconds) throws Exception {
        assertStreams(directory, file.toString());
        String duration = probe(directory, "format=duration", file.toString()).strip();
        assertEquals(seconds, Double.parseDouble(duration), 0.3, "seconds");
        Recording.assertClean(file);
    }

    /** Demands that a file or URL has this stream's codecs, size and rates. */
    public static void assertStreams(Path directory, String source) throws Exception {
        String shown = "stream=codec_name,width,height,r_frame_rate,sample_rate,channels";
        List<String> streams = probe(directory, shown, source).lines().sorted().distinct().toList();
        assertEquals(List.of("aac,48000,2,0/0", "h264,322,180,25/1"), streams);
    }

    private static String probe(Path directory, String what, String source) throws Exception {
        String command = "ffprobe -v error -show_entries " + what + " -of csv=p=0 " + source;
        return Program.run(directory, command.split(" ", -1));
    }

    private static List<Timed> frames(ByteBuffer flv) {
        List<Timed> frames = new ArrayList<>();
        byte[] parameterSets = {};
        flv.position(13); // file header and the size before the first tag
        while (flv.remaining() > 11) {
            int type = flv.get();
            byte[] payload = new byte[int24(flv)];
            long millis = int24(flv) | (flv.get() & 0xFFL) << 24;
            flv.position(flv.position() + 3).get(payload).getInt();
            if (type == RtmpMessage.VIDEO && payload[1] == 0) {
                parameterSets = parameterSets(ByteBuffer.wrap(payload, 5, payload.length - 5));
            } else if (type == RtmpMessage.VIDEO && payload[1] == 1) {
                boolean key = payload[0] == 0x17;
                byte[] unit = key ? join(parameterSets, payload) : payload;
                int offset = key ? 0 : 5;
                frames.add(
                        new Timed(
                                new Frame(
                                        Codec.H264, key, 0, 0, unit, offset, unit.length - offset),
                                millis));
            } else if (type == RtmpMessage.AUDIO && payload[1] == 1) {
                frames.add(
                        new Timed(
                                new Frame(Codec.AAC, true, 0, 0, payload, 2, payload.length - 2),
                                millis));
            }
        }
        return frames;
    }

    /** A delimiter and the parameter sets of a decoder configuration record, as a browser's. */
    private static byte[] parameterSets(ByteBuffer record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 2, 9, 0x10});
        record.position(record.position() + 5);
        for (int kind = 0; kind < 2; kind++) {
            int count = record.get() & 0x1F;
            for (int i = 0; i < count; i++) {
                byte[] nal = new byte[record.getShort()];
                record.get(nal);
                out.writeBytes(ByteBuffer.allocate(4).putInt(nal.length).array());
                out.writeBytes(nal);
            }
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] parameterSets, byte[] payload) {
        return ByteBuffer.allocate(parameterSets.length + payload.length - 5)
                .put(parameterSets)
                .put(payload, 5, payload.length - 5)
                .array();
    }

    private static int int24(ByteBuffer in) {
        return (in.get() & 0xFF) << 16 | (in.getShort() & 0xFFFF);
    }
}
