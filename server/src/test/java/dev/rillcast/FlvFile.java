package dev.rillcast;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of a recorded stream: what stands in its FLV tags, Adobe's and those of Enhanced RTMP.
 */
public record FlvFile(List<FlvFile.Tag> tags) {
    /** With the size of the tag before the first. */
    static final int FILE_HEADER = 9 + 4;

    private static final int TAG_HEADER = 11;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int AVC = 7;
    private static final int AAC = 10;
    private static final int EX_AUDIO = 9;
    private static final int IDR = 5;

    /** A stream that is announced but not yet begun, and one that brings nothing, is waited for. */
    private static final int PATIENCE_MILLIS = 15_000;

    /**
     * @param time in milliseconds
     * @param body from the codec's byte on
     */
    public record Tag(int type, long time, ByteBuffer body) {
        private int at(int index) {
            return index < body.limit() ? body.get(index) & 0xFF : 0;
        }

        int size() {
            return body.limit();
        }

        boolean isPicture() {
            boolean enhanced = at(0) >= 0x80;
            int kind = at(0) & 0x0F; // of an enhanced tag: CodedFrames, CodedFramesX
            return type == VIDEO && (enhanced ? kind == 1 || kind == 3 : kind == AVC && at(1) == 1);
        }

        boolean isSound() {
            int format = at(0) >> 4;
            return type == AUDIO
                    && (format == EX_AUDIO ? (at(0) & 0x0F) == 1 : format == AAC && at(1) == 1);
        }

        /** Of a codec that came with Enhanced RTMP; else empty. */
        String fourCc() {
            return at(0) < 0x80 ? "" : new String(bytes(1, 5), StandardCharsets.US_ASCII);
        }

        /** What follows the four letters: of VP8, VP9 and AV1, the frame. */
        byte[] enhancedFrame() {
            return bytes(5, size());
        }

        private byte[] bytes(int from, int to) {
            byte[] bytes = new byte[to - from];
            body.get(from, bytes);
            return bytes;
        }

        /** As the tag says. */
        public boolean isKeyFrame() {
            return isPicture() && (at(0) >> 4 & 7) == 1;
        }

        /**
         * Whether an H.264 picture is an IDR picture (ISO/IEC 14496-10 7.4.1.2.4); others by the
         * tag.
         */
        boolean isIdr() {
            if (at(0) >= 0x80) {
                return isKeyFrame();
            }
            for (int nal = 5; nal >= 5 && nal + 4 < size(); nal += 4 + body.getInt(nal)) {
                if ((at(nal + 4) & 0x1F) == IDR) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Copies a live stream into a file until it is so long or has ended. */
    public static void take(String url, int seconds, Path file)
            throws IOException, InterruptedException {
        try (InputStream stream = open(url);
                DataInputStream in = new DataInputStream(stream);
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.write(in.readNBytes(FILE_HEADER));
            long first = -1;
            for (long last = 0; first < 0 || last - first < seconds * 1_000L; ) {
                Tag tag = copy(in, out);
                first = first < 0 && tag.isPicture() ? tag.time : first;
                last = tag.time;
            }
        } catch (EOFException | SocketTimeoutException e) {
            // What came until then is judged.
        }
    }

    /** The players' address, as soon as the stream is there. */
    static InputStream open(String url) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                URLConnection connection = URI.create(url).toURL().openConnection();
                connection.setReadTimeout(PATIENCE_MILLIS);
                return connection.getInputStream();
            } catch (FileNotFoundException e) {
                if (System.nanoTime() - start > PATIENCE_MILLIS * 1_000_000L) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    public static FlvFile read(Path file) throws IOException {
        List<Tag> tags = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            in.readNBytes(FILE_HEADER);
            while (in.available() >= TAG_HEADER) {
                tags.add(copy(in, new DataOutputStream(OutputStream.nullOutputStream())));
            }
        } catch (EOFException e) {
            throw new UncheckedIOException("the last tag is cut off", e);
        }
        return new FlvFile(tags);
    }

    static Tag copy(DataInputStream in, DataOutputStream out) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(TAG_HEADER);
        in.readFully(head.array());
        byte[] body = new byte[head.getInt(0) & 0xFFFFFF];
        in.readFully(body);
        int sizeBefore = in.readInt();
        out.write(head.array());
        out.write(body);
        out.writeInt(sizeBefore);
        long time = (head.getInt(4) >>> 8) | ((head.get(7) & 0xFFL) << 24);
        return new Tag(head.get(0), time, ByteBuffer.wrap(body));
    }

    public List<Tag> pictures() {
        return tags.stream().filter(Tag::isPicture).toList();
    }

    public List<Tag> sounds() {
        return tags.stream().filter(Tag::isSound).toList();
    }
}
