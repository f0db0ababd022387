package dev.rillcast.bench.network;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One who watches a stream from its begin to its end, keeps it in a file, and notes what came when.
 */
final class Watch {
    private static final int FILE_HEADER = 9 + 4;
    private static final int TAG_HEADER = 11;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int KEY_FRAME = 1;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int RETRY_MILLIS = 50;

    /**
     * A picture or a packet of sound.
     *
     * @param millis its time stamp
     * @param arrival in nanoseconds
     */
    record Tag(boolean video, long millis, long arrival) {}

    private Watch() {}

    /**
     * Begins to watch, as soon as there is something.
     *
     * @param url of FLV by HTTP, or of RTMP, which the program ffmpeg reads
     */
    static CompletableFuture<List<Tag>> begin(String url, Path file) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return watch(url, file);
                    } catch (IOException | InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static List<Tag> watch(String url, Path file) throws IOException, InterruptedException {
        List<Tag> tags = new ArrayList<>();
        long start = System.nanoTime();
        while (tags.isEmpty()) {
            try (InputStream from = open(url);
                    DataInputStream in = new DataInputStream(new BufferedInputStream(from));
                    DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
                out.write(in.readNBytes(FILE_HEADER));
                while (true) {
                    copy(in, out, tags);
                }
            } catch (EOFException | FileNotFoundException ended) {
                if (System.nanoTime() - start > PATIENCE_MILLIS * 1_000_000L) {
                    return tags;
                }
                Thread.sleep(RETRY_MILLIS); // it has not begun
            }
        }
        return tags;
    }

    private static InputStream open(String url) throws IOException {
        if (url.startsWith("rtmp")) {
            return new ProcessBuilder(
                            "ffmpeg",
                            "-v",
                            "quiet",
                            "-nostdin",
                            "-fflags",
                            "nobuffer",
                            "-flags",
                            "low_delay",
                            "-i",
                            url,
                            "-c",
                            "copy",
                            "-flush_packets",
                            "1",
                            "-f",
                            "flv",
                            "-")
                    .start()
                    .getInputStream();
        }
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection.getInputStream();
    }

    private static void copy(DataInputStream in, DataOutputStream out, List<Tag> tags)
            throws IOException {
        ByteBuffer head = ByteBuffer.allocate(TAG_HEADER);
        in.readFully(head.array());
        byte[] body = new byte[head.getInt(0) & 0xFFFFFF];
        in.readFully(body);
        int size = in.readInt();
        long arrival = System.nanoTime();
        boolean video = head.get(0) == VIDEO;
        boolean picture = video && isPicture(body);
        boolean known = tags.stream().anyMatch(Tag::video);
        if (picture && !known && (body[0] >> 4 & 7) != KEY_FRAME) {
            return; // some servers let viewers in between key frames
        }
        out.write(head.array());
        out.write(body);
        out.writeInt(size);
        long millis = (head.getInt(4) >>> 8) | ((head.get(7) & 0xFFL) << 24);
        if (picture || (head.get(0) == AUDIO && isSound(body))) {
            tags.add(new Tag(video, millis, arrival));
        }
    }

    /** Not the decoder's configuration; by Adobe's form or that of Enhanced RTMP. */
    private static boolean isPicture(byte[] body) {
        int kind = body.length < 2 ? 0 : body[0] < 0 ? body[0] & 0x0F : body[1];
        return kind == 1 || kind == 3;
    }

    private static boolean isSound(byte[] body) {
        return body.length > 1 && ((body[0] & 0xF0) == 0x90 ? (body[0] & 0x0F) == 1 : body[1] == 1);
    }
}
