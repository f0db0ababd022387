package dev.rillcast;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A live stream as one viewer gets it, to its end, with the moment when each picture came. */
public final class Viewing {
    /**
     * @param time in milliseconds, as the stream has it
     * @param arrival of {@link System#nanoTime()}
     */
    public record Picture(long time, boolean key, long arrival) {}

    private final List<Picture> pictures = Collections.synchronizedList(new ArrayList<>());
    private final FutureTask<Path> copying;

    private Viewing(String url, Path file) {
        copying = new FutureTask<>(() -> copy(url, file));
    }

    /** Waits for the stream, and copies all of it into a file, on a thread of its own. */
    public static Viewing begin(String url, Path file) {
        Viewing viewing = new Viewing(url, file);
        Thread.ofVirtual().name("viewer").start(viewing.copying);
        return viewing;
    }

    private Path copy(String url, Path file) throws Exception {
        try (DataInputStream in = new DataInputStream(FlvFile.open(url));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.write(in.readNBytes(FlvFile.FILE_HEADER));
            while (true) {
                FlvFile.Tag tag = FlvFile.copy(in, out);
                if (tag.isPicture()) {
                    pictures.add(new Picture(tag.time(), tag.isKeyFrame(), System.nanoTime()));
                }
            }
        } catch (EOFException end) {
            return file;
        }
    }

    /** Those that have come. */
    public List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    /** The file, when the stream has ended. */
    public Path awaitEnd() throws Exception {
        return copying.get(10, TimeUnit.SECONDS);
    }
}
