package dev.rillcast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what ffmpeg may be too old for: FLV with the tags of Enhanced RTMP, of one video and one
 * audio track.
 */
public final class EnhancedFlv {
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int EX_AUDIO = 9;
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int FRAME_TYPE = 0x70;
    private static final int KEY_FRAME = 0x10;

    private final TreeSet<String> codecs = new TreeSet<>();
    private final TreeMap<String, byte[]> configurations = new TreeMap<>();
    private final List<byte[]> video = new ArrayList<>();
    private final List<byte[]> audio = new ArrayList<>();

    /** Takes a live stream up to its end, or until it is so many milliseconds long. */
    public static EnhancedFlv take(String url, long millis) throws IOException {
        EnhancedFlv flv = new EnhancedFlv();
        try (InputStream stream = URI.create(url).toURL().openStream();
                DataInputStream in = new DataInputStream(stream)) {
            in.readNBytes(9); // the file's header
            long first = -1;
            for (long now = 0; first < 0 || now - first < millis; ) {
                in.readInt(); // the size of the tag before
                int type = in.readByte();
                int size = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
                int low = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
                now = ((long) in.readUnsignedByte() << 24) | low;
                in.readNBytes(3); // the stream's id
                flv.take(type, in.readNBytes(size));
                first = first < 0 && type != 18 ? now : first;
            }
        } catch (EOFException e) {
            // The broadcast has ended.
        }
        return flv;
    }

    private void take(int type, byte[] tag) {
        if (type != AUDIO && type != VIDEO) {
            return;
        }
        int first = tag[0] & 0xFF;
        boolean enhanced = type == VIDEO ? first >= 0x80 : first >> 4 == EX_AUDIO;
        if (!enhanced) {
            codecs.add(
                    (type == VIDEO ? "video " : "audio ")
                            + (type == VIDEO ? first & 15 : first >> 4));
            return;
        }
        String fourCc = new String(tag, 1, 4, StandardCharsets.US_ASCII);
        byte[] body = new byte[tag.length - 5];
        ByteBuffer.wrap(tag, 5, body.length).get(body);
        codecs.add(fourCc);
        switch (first & 0x0F) {
            case SEQUENCE_START -> configurations.put(fourCc, body);
            case CODED_FRAMES -> {
                boolean key = (first & FRAME_TYPE) == KEY_FRAME;
                assertTrue(type == AUDIO || key || !video.isEmpty(), "it begins with a key frame");
                (type == VIDEO ? video : audio).add(body);
            }
            default -> throw new AssertionError("packet type " + (first & 0x0F));
        }
    }

    /** Four letters of each enhanced track, {@code video 7} and the like of others. */
    public List<String> codecs() {
        return List.copyOf(codecs);
    }

    /** The decoder's configuration, the latest one. */
    public byte[] configuration(String fourCc) {
        return configurations.getOrDefault(fourCc, new byte[0]);
    }

    /** The frames, the first one a key frame. */
    public List<byte[]> video() {
        return video;
    }

    public List<byte[]> audio() {
        return audio;
    }
}
