package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.flv.FrameWriter;
import dev.rillcast.flv.StreamInfo;
import dev.rillcast.flv.TagHead;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A transcoder that runs, with all that it gives out. */
final class Transcoded implements AutoCloseable, VideoTranscoder.Listener {
    static final VideoEncoder X264 = VideoEncoder.of(Optional.empty(), "libx264", "veryfast", 2);

    /** As the picture comes, at 600 kbit/s. */
    static final Rendition PLAIN =
            new Rendition(OptionalInt.of(600_000), OptionalDouble.empty(), Optional.empty());

    private static final long LIMIT = 60;

    final VideoTranscoder transcoder;
    private final List<List<Frame>> out = new ArrayList<>();
    private final List<String> restarts = new ArrayList<>();
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
    private int keysWanted;
    private long offered;

    Transcoded(Codec input, Rendition... renditions) {
        this(input, false, VideoTranscoder.Patience.USUAL, renditions);
    }

    Transcoded(
            Codec input,
            boolean dropFrames,
            VideoTranscoder.Patience patience,
            Rendition... renditions) {
        this(X264, input, dropFrames, patience, renditions);
    }

    Transcoded(
            VideoEncoder encoder,
            Codec input,
            boolean dropFrames,
            VideoTranscoder.Patience patience,
            Rendition... renditions) {
        for (Rendition _ : renditions) {
            out.add(new ArrayList<>());
        }
        transcoder =
                new VideoTranscoder(
                        encoder, input, List.of(renditions), dropFrames, this, patience);
        Thread _ =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                end.complete(transcoder.run());
                            } catch (Throwable e) {
                                end.completeExceptionally(e);
                            }
                        });
    }

    @Override
    public synchronized void frame(int rendition, Frame frame) {
        out.get(rendition).add(frame);
        notifyAll();
    }

    @Override
    public synchronized void wantKeyFrame() {
        keysWanted++;
        notifyAll();
    }

    @Override
    public synchronized void restarted(String why) {
        restarts.add(why);
        notifyAll();
    }

    void offer(List<Frame> frames) {
        offered += frames.size();
        frames.forEach(transcoder::offer);
    }

    /** The pictures of the first rendition, once there are so many. */
    List<Frame> await(int count) throws InterruptedException {
        return await(0, count);
    }

    synchronized List<Frame> await(int rendition, int count) throws InterruptedException {
        until(() -> out.get(rendition).size() >= count, count + " pictures");
        return List.copyOf(out.get(rendition));
    }

    /** Waits for the picture of a time. */
    synchronized void awaitTime(long timestamp) throws InterruptedException {
        until(
                () -> out.getFirst().stream().anyMatch(frame -> frame.timestamp() == timestamp),
                "the picture of " + timestamp);
    }

    /** Why it was restarted, once that has happened so often. */
    synchronized List<String> awaitRestarts(int count) throws InterruptedException {
        until(() -> restarts.size() >= count, count + " restarts");
        return List.copyOf(restarts);
    }

    /** Waits until each frame that was offered was used or dropped, or it gave up. */
    synchronized void awaitKnown() throws InterruptedException {
        until(
                () -> {
                    TranscoderFigures figures = transcoder.figures();
                    return end.isDone() || figures.in() + figures.dropped() >= offered;
                },
                "the end of " + offered);
    }

    synchronized int keysWanted() {
        return keysWanted;
    }

    private synchronized void until(BooleanSupplier condition, String what)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertTrue(
                    left > 0 && (!end.isDone() || condition.getAsBoolean()),
                    () -> what + " did not come: " + state());
            wait(Math.min(left, 100));
        }
    }

    private String state() {
        return "%s, %s, out %s, restarts %s"
                .formatted(
                        transcoder.figures(), end, out.stream().map(List::size).toList(), restarts);
    }

    /** What run() returns in the end. */
    Optional<String> awaitEnd() {
        return end.copy().orTimeout(LIMIT, TimeUnit.SECONDS).join();
    }

    /** Writes pictures as FLV, with nothing else in it. */
    static Path flv(Path directory, List<Frame> frames) throws IOException {
        Path file = Files.createTempFile(directory, "transcoded", ".flv");
        try (DataOutputStream flv = new DataOutputStream(Files.newOutputStream(file))) {
            flv.write(new byte[] {'F', 'L', 'V', 1, 1, 0, 0, 0, 9, 0, 0, 0, 0});
            FrameWriter writer =
                    new FrameWriter(
                            (type, millis, payload) -> {
                                if (type == TagHead.SCRIPT) {
                                    return;
                                }
                                int size = payload.stream().mapToInt(ByteBuffer::remaining).sum();
                                flv.writeInt(type << 24 | size);
                                flv.writeInt((int) millis << 8);
                                flv.write(new byte[3]);
                                for (ByteBuffer part : payload) {
                                    flv.write(
                                            part.array(),
                                            part.arrayOffset() + part.position(),
                                            part.remaining());
                                }
                                flv.writeInt(11 + size);
                            });
            writer.announce(
                    new StreamInfo(Optional.of(Codec.H264), Optional.empty(), 0, 0, 0, 0, 0, 0, 0));
            for (Frame frame : frames) {
                writer.write(frame, (frame.timestamp() - frames.getFirst().timestamp()) / 90);
            }
        }
        return file;
    }

    /** What ffprobe says of the stream, such as {@code profile=Main}, one a line. */
    static List<String> probe(Path file, String entries, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
        command.addAll(List.of(options));
        command.addAll(List.of("-show_entries", entries, "-of", "default=noprint_wrappers=1"));
        command.add(file.toString());
        return Program.run(file.resolveSibling(""), command.toArray(String[]::new))
                .lines()
                .toList();
    }

    /** The ffmpeg processes of this one. */
    static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/ffmpeg"))
                .toList();
    }

    @Override
    public void close() {
        transcoder.close();
        var _ = awaitEnd();
    }
}
