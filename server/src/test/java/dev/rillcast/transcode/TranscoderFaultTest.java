package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.media.Codec;
import dev.rillcast.media.Frame;
import dev.rillcast.transcode.VideoTranscoder.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Children that die, hang or get rubbish. */
class TranscoderFaultTest {
    private static final Patience LITTLE = new Patience(20, 1, 60);
    private static final long STEP = 90_000L * 60;

    @TempDir Path directory;
    private List<Frame> second = List.of();

    @BeforeEach
    void makeASecondOfVideo() throws Exception {
        second = MadeVideo.of(directory, Codec.VP8, "320x180", 1);
    }

    /** The same second, so many minutes later. */
    private List<Frame> later(int minutes) {
        return MadeVideo.from(MadeVideo.START + minutes * STEP, second);
    }

    private static Transcoded transcoded(Patience patience) {
        return new Transcoded(Codec.VP8, false, patience, Transcoded.PLAIN);
    }

    private void kill(String signal) throws Exception {
        for (ProcessHandle child : Transcoded.children()) {
            String pid = Long.toString(child.pid());
            Program.run(directory, "kill", "-" + signal, pid);
        }
    }

    @Test
    void aKilledChildIsReplacedAtTheNextKeyFrame() throws Exception {
        try (Transcoded transcoded = transcoded(LITTLE)) {
            transcoded.offer(second);
            transcoded.await(30);
            kill("KILL");
            assertEquals(
                    List.of("the encoder was killed by signal 9"), transcoded.awaitRestarts(1));
            assertTrue(transcoded.keysWanted() > 0);
            transcoded.offer(later(1).subList(1, 10)); // no key frame
            transcoded.offer(later(2));
            List<Frame> out = transcoded.await(60);
            assertTrue(out.get(30).key());
            assertEquals(later(2).getFirst().timestamp(), out.get(30).timestamp());
            assertEquals(1, transcoded.transcoder.figures().restarts());
            assertEquals(9, transcoded.transcoder.figures().dropped());
            Recording.assertClean(Transcoded.flv(directory, out.subList(30, 60)));
        }
    }

    @Test
    void aChildThatHangsIsKilledAndReplaced() throws Exception {
        try (Transcoded transcoded = transcoded(LITTLE)) {
            transcoded.offer(second);
            transcoded.await(30);
            List<ProcessHandle> first = Transcoded.children();
            kill("STOP");
            transcoded.offer(MadeVideo.from(MadeVideo.START + 90_000, second));
            transcoded.offer(MadeVideo.from(MadeVideo.START + 180_000, second));
            assertEquals(
                    List.of("nothing came out of the encoder for 1 s"),
                    transcoded.awaitRestarts(1));
            transcoded.offer(later(1));
            transcoded.await(60);
            assertTrue(first.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void itGivesUpAfterThreeRestartsAndSaysWhy() throws Exception {
        try (Transcoded transcoded = transcoded(LITTLE)) {
            for (int i = 0; i <= 3; i++) {
                transcoded.offer(later(i));
                transcoded.await(30 * (i + 1));
                kill("KILL");
                if (i < 3) {
                    transcoded.awaitRestarts(i + 1);
                }
            }
            assertEquals(Optional.of("the encoder was killed by signal 9"), transcoded.awaitEnd());
            assertEquals(3, transcoded.transcoder.figures().restarts());
            assertEquals(List.of(), Transcoded.children());
        }
    }

    @Test
    void aChildThatRanWellGivesItsAttemptBack() throws Exception {
        try (Transcoded transcoded = transcoded(new Patience(20, 4, 0))) {
            for (int i = 0; i < 6; i++) {
                transcoded.offer(later(i));
                transcoded.await(30 * (i + 1));
                kill("KILL");
                transcoded.awaitRestarts(i + 1);
            }
            transcoded.offer(later(6));
            transcoded.await(30 * 7);
        }
    }

    @Test
    void aChildThatIsSlowMissesFramesButIsNotReplacedWhenFramesMayBeDropped() throws Exception {
        try (Transcoded transcoded =
                new Transcoded(Codec.VP8, true, Patience.USUAL, Transcoded.PLAIN)) {
            transcoded.offer(second);
            transcoded.await(30);
            int wanted = transcoded.keysWanted();
            kill("STOP");
            transcoded.offer(MadeVideo.from(MadeVideo.START + 90_000, second).subList(1, 30));
            assertEquals(wanted, transcoded.keysWanted(), "none is of use yet");
            assertTrue(transcoded.transcoder.figures().dropped() > 15);
            kill("CONT");
            List<Frame> more = MadeVideo.from(MadeVideo.START + 4 * 90_000, second);
            transcoded.offer(more.subList(1, 2));
            assertTrue(transcoded.keysWanted() > wanted);
            transcoded.offer(more.subList(0, 9));
            transcoded.awaitTime(more.get(8).timestamp());
            assertEquals(0, transcoded.transcoder.figures().restarts());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
    void noBytesAtAllMakeItThrow(Codec codec) throws Exception {
        List<Frame> good = MadeVideo.of(directory, codec, "320x180", 1);
        Random random = new Random(6);
        List<Frame> bad = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Frame like = good.get(i % 7 == 0 ? 0 : random.nextInt(good.size()));
            byte[] bytes = new byte[like.length()];
            random.nextBytes(bytes);
            int same = i % 3 == 0 ? 0 : random.nextInt(bytes.length); // how much of it is right
            System.arraycopy(like.array(), like.offset(), bytes, 0, same);
            int length = i % 11 == 0 ? random.nextInt(bytes.length) : bytes.length;
            boolean key = like.key() || i % 5 == 0;
            long time = MadeVideo.START + i * MadeVideo.STEP + random.nextInt(9_000);
            bad.add(new Frame(codec, key, time, 0, bytes, 0, length));
        }
        try (Transcoded transcoded = new Transcoded(codec, true, LITTLE, Transcoded.PLAIN)) {
            transcoded.offer(bad);
            transcoded.offer(MadeVideo.from(MadeVideo.START + 10 * STEP, good));
            transcoded.awaitKnown(); // every frame was taken or dropped
            assertTrue(transcoded.transcoder.figures().log().size() <= 20);
        }
        assertEquals(List.of(), Transcoded.children());
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws Exception {
        long sockets = sockets();
        Transcoded transcoded = transcoded(LITTLE);
        transcoded.offer(second);
        transcoded.await(30);
        ProcessHandle child = Transcoded.children().getFirst();
        Path place = Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/cwd"));
        assertTrue(place.toString().endsWith(" (deleted)"), place + " is needed no more");
        long before = System.nanoTime();
        transcoded.close();
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(1));
        assertTrue(!child.isAlive());
        assertEquals(sockets, sockets());
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("transcoder")));
    }

    private static long sockets() throws IOException {
        long count = 0;
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)
                        && Files.readSymbolicLink(file).toString().startsWith("socket:")) {
                    count++;
                }
            }
        }
        return count;
    }

    @Test
    void aServerThatIsKilledLeavesNoChild() throws Exception {
        Path file = Files.write(directory.resolve("key"), bytes(second.getFirst()));
        ProcessHandle child;
        try (Program server =
                new Program(
                        directory,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LonelyTranscoder.class.getName(),
                        file.toString())) {
            String pid =
                    server.eventually(
                            () -> {
                                String said = server.output().strip();
                                if (said.isEmpty()) {
                                    throw new IOException("it says nothing");
                                }
                                return said;
                            });
            child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            assertTrue(child.isAlive());
            server.kill();
        }
        child.onExit().get(10, TimeUnit.SECONDS);
    }

    private static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.length()];
        System.arraycopy(frame.array(), frame.offset(), bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void anExecutableThatCanNotRunEndsItWithTheKeyToChange() throws Exception {
        VideoEncoder none =
                VideoEncoder.of(Optional.of(directory.resolve("none")), "libx264", "fast", 1);
        try (Transcoded transcoded =
                new Transcoded(none, Codec.VP8, false, LITTLE, Transcoded.PLAIN)) {
            assertEquals(
                    Optional.of(
                            "transcode.ffmpeg: "
                                    + directory.resolve("none")
                                    + " can't be executed"),
                    transcoded.awaitEnd());
        }
    }

    @Test
    void theLastWordsOfAChildAreTold() throws Exception {
        VideoEncoder wrong = VideoEncoder.of(Optional.empty(), "libx264", "hasty", 1);
        try (Transcoded transcoded =
                new Transcoded(wrong, Codec.VP8, false, LITTLE, Transcoded.PLAIN)) {
            for (int i = 0; i < 4; i++) {
                transcoded.offer(later(i));
                if (i < 3) {
                    transcoded.awaitRestarts(i + 1);
                }
            }
            String why = transcoded.awaitEnd().orElseThrow();
            assertTrue(why.startsWith("the encoder ended with exit code "), why);
            assertTrue(
                    String.join("\n", transcoded.transcoder.figures().log()).contains("hasty"),
                    transcoded.transcoder.figures().log().toString());
        }
    }
}
