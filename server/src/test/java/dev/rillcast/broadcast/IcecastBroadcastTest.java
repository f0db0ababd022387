package dev.rillcast.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Ogg;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import dev.rillcast.icecast.IcecastServer;
import dev.rillcast.icecast.IcecastServer.Encoding;
import dev.rillcast.icecast.IcecastUrl;
import dev.rillcast.ingest.LiveStreams;
import dev.rillcast.ingest.RtmpIngest;
import dev.rillcast.media.Codec;
import dev.rillcast.output.IcecastMount;
import dev.rillcast.output.OutputPolicy;
import dev.rillcast.output.Target;
import dev.rillcast.output.TargetOptions;
import dev.rillcast.report.BroadcastLog;
import dev.rillcast.report.Event;
import dev.rillcast.report.Report;
import dev.rillcast.report.TargetAudio;
import dev.rillcast.report.Totals;
import dev.rillcast.rtmp.DataPlayer;
import dev.rillcast.rtmp.RecordedStream;
import dev.rillcast.rtmp.RtmpUrl;
import dev.rillcast.transcode.Transcoders;
import dev.rillcast.transcode.VideoEncoder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broadcast in which a real Icecast takes the microphone's place. */
@Timeout(120)
class IcecastBroadcastTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** In hundreds of hertz, as all tones here. */
    private static final int MICROPHONE = 30;

    private static final int FIRST = 10;
    private static final int SECOND = 20;

    private static final Transcoders TRANSCODERS =
            new Transcoders(VideoEncoder.of(Optional.empty(), "libx264", "veryfast", 1), 0);

    @TempDir private static Path directory;
    private static RecordedStream sample;
    private static List<byte[]> microphone;

    private final BlockingQueue<TargetStatus> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<Failure>> ended = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeSamples() throws Exception {
        sample = RecordedStream.make(directory);
        Path ogg = directory.resolve("microphone.ogg");
        String tone = "ffmpeg -v error -f lavfi -i sine=3000:d=10 -af volume=6 -c:a libopus ";
        String _ = Program.run(directory, (tone + ogg).split(" "));
        List<byte[]> packets = Ogg.read(ogg);
        microphone = packets.subList(2, packets.size()); // behind the two headers
    }

    private Broadcast start(OutputPolicy policy, Set<Codec> codecs, List<Target> targets) {
        Feed feed =
                new Feed(
                        codecs,
                        false,
                        policy,
                        new BroadcastTerms(Duration.ofSeconds(20), true, false, true),
                        System::nanoTime,
                        new BroadcastLog("b", Instant.EPOCH, System.nanoTime(), new Totals()),
                        TRANSCODERS,
                        Optional.empty());
        Broadcast broadcast =
                new Broadcast(
                        "b",
                        feed,
                        targets,
                        new BroadcastListener() {
                            @Override
                            public void status(TargetStatus status) {
                                told.add(status);
                            }

                            @Override
                            public void ended(Optional<Failure> failure, Report report) {
                                ended.add(failure);
                            }
                        });
        Thread _ =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    broadcast.run();
                                    broadcast.end();
                                });
        return broadcast;
    }

    private static Target target(String output, Optional<IcecastMount> mount) {
        return new Target(RtmpUrl.parse(output, null), true, TargetOptions.NONE, mount);
    }

    private static Optional<IcecastMount> mount(IcecastServer server, String name) {
        return Optional.of(new IcecastMount(IcecastUrl.parse(server.url(name)), true));
    }

    /** Waits until as many targets as that were told what begins so. */
    private void awaitTold(int targets, String begin) throws InterruptedException {
        Set<Integer> who = new HashSet<>();
        while (who.size() < targets) {
            TargetStatus status = told.poll(30, TimeUnit.SECONDS);
            assertNotNull(status, begin);
            if (status.text().startsWith(begin)) {
                who.add(status.target());
            }
        }
    }

    private static void pass(Camera camera, int seconds) throws InterruptedException {
        int until = camera.pictures() + 25 * seconds;
        while (camera.pictures() < until) {
            Thread.sleep(50); // the camera is the clock
        }
    }

    /** All four codecs in one broadcast, and beside them a target with the microphone. */
    @Test
    void aStreamThatStopsAndComesBackLeavesSilenceAndNoHole() throws Exception {
        List<Recording> recordings = new ArrayList<>();
        List<Program> players = new ArrayList<>();
        try (IcecastServer server = IcecastServer.start(directory)) {
            List<Target> targets = new ArrayList<>();
            for (Encoding encoding : Encoding.values()) {
                players.add(server.play(encoding.name(), encoding, 1_000));
                recordings.add(Recording.listen(directory, Program.freePort()));
                targets.add(target(recordings.getLast().url(), mount(server, encoding.name())));
            }
            recordings.add(Recording.listen(directory, Program.freePort()));
            targets.add(target(recordings.getLast().url(), Optional.empty()));
            int mounts = Encoding.values().length;
            OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"));
            Broadcast broadcast = start(policy, Set.of(Codec.H264, Codec.OPUS), targets);
            assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
            broadcast.media().connected(false);
            try (Camera camera = new Camera(sample, broadcast.media(), 0, microphone)) {
                camera.start();
                awaitTold(mounts + 1, "Live.");
                pass(camera, 6);
                players.forEach(Program::close);
                awaitTold(mounts, "There is no Icecast sound: the Icecast stream has ended");
                pass(camera, 8);
                for (Encoding encoding : Encoding.values()) {
                    players.add(server.play(encoding.name(), encoding, 2_000));
                }
                awaitTold(mounts, "The Icecast stream is heard.");
                pass(camera, 4);
            }
            assertEquals(
                    Optional.of(new TargetAudio(TargetAudio.Source.ICECAST, Codec.AAC, 128_000, 2)),
                    broadcast.report().targets().getFirst().audio());
            broadcast.stop();
            broadcast.awaitEnd(LIMIT);
            assertEquals(
                    List.of(Event.Kind.SOURCE_LOST, Event.Kind.SOURCE_BACK),
                    sourceEvents(broadcast));
            for (int i = 0; i < mounts; i++) {
                assertHeardAgain(recordings.get(i).awaitFile());
            }
            Path beside = recordings.getLast().awaitFile();
            assertTrue(HeardTones.of(beside).contains(MICROPHONE), "the other target");
        } finally {
            players.forEach(Program::close);
            recordings.forEach(Recording::close);
        }
    }

    private static List<Event.Kind> sourceEvents(Broadcast broadcast) {
        return broadcast.report().targets().getFirst().events().stream()
                .map(Event::kind)
                .filter(kind -> kind.name().startsWith("SOURCE"))
                .skip(firstFailed(broadcast))
                .toList();
    }

    /** The player may have come after the broadcast. */
    private static int firstFailed(Broadcast broadcast) {
        long lost =
                broadcast.report().targets().getFirst().events().stream()
                        .filter(event -> event.kind() == Event.Kind.SOURCE_LOST)
                        .count();
        return lost > 1 ? 2 : 0;
    }

    private static void assertHeardAgain(Path recording) throws Exception {
        HeardTones.assertNoHole(recording);
        List<Integer> tones = HeardTones.of(recording);
        assertFalse(tones.contains(MICROPHONE), tones.toString());
        int first = tones.indexOf(FIRST);
        int last = tones.lastIndexOf(FIRST);
        int second = tones.indexOf(SECOND);
        assertTrue(first >= 0 && last - first >= 30, tones.toString());
        assertTrue(second - last >= 10, "silence between them: " + tones);
        assertTrue(tones.subList(last + 3, second - 3).stream().allMatch(t -> t == 0));
        assertTrue(count(tones, FIRST, first, last) >= last - first - 3, tones.toString());
        assertTrue(tones.lastIndexOf(SECOND) - second >= 20, tones.toString());
    }

    private static long count(List<Integer> tones, int tone, int from, int to) {
        Predicate<Integer> same = t -> t == tone;
        return tones.subList(from, to).stream().filter(same).count();
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "OPUS"})
    void itIsHeardWhateverThePublisherSendsAndItsTitlesAreTold(Codec only) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        OutputPolicy policy = new OutputPolicy(List.of("127.0.0.1"));
        try (IcecastServer server = IcecastServer.start(directory);
                Program _ = server.play("live", Encoding.MP3, 1_000);
                RtmpIngest ingest =
                        RtmpIngest.open(loopback, 0, Optional.empty(), new LiveStreams())) {
            String url = "rtmp://127.0.0.1:" + ingest.port() + "/live/x";
            List<Target> targets = List.of(target(url, mount(server, "live")));
            Broadcast broadcast = start(policy, Set.of(only), targets);
            assertEquals(Optional.empty(), broadcast.awaitPublished(LIMIT));
            broadcast.media().connected(false);
            List<byte[]> packets = only.video() ? List.of() : microphone;
            try (Camera camera = new Camera(sample, broadcast.media(), 0, packets);
                    DataPlayer player = DataPlayer.play(ingest.port(), "x")) {
                camera.start(only.video());
                awaitTold(1, "Live.");
                pass(camera, 3);
                server.title("live", "Ada - Song");
                String title = player.data("StreamTitle");
                assertTrue(title.endsWith("[onMetaData, {StreamTitle=Ada - Song}]"), title);
                Path taken = Recording.take(directory, url, 2);
                assertTrue(HeardTones.of(taken).contains(FIRST), "it is heard");
                camera.stop(); // with a picture that stands still
                long before = audioFrames(broadcast);
                while (audioFrames(broadcast) < before + 90) {
                    Thread.sleep(50); // or the time is over
                }
            }
            broadcast.stop();
            broadcast.awaitEnd(LIMIT);
        }
    }

    private static long audioFrames(Broadcast broadcast) {
        return broadcast.report().targets().getFirst().audioFrames();
    }

    @Test
    void aPagesAddressIsUnderTheOutputPolicy() throws Exception {
        IcecastUrl url = IcecastUrl.parse("http://127.0.0.1:9/live");
        Target target =
                new Target(
                        RtmpUrl.parse("rtmp://127.0.0.1:1935/live/x", null),
                        true,
                        TargetOptions.NONE,
                        Optional.of(new IcecastMount(url, false)));
        Broadcast broadcast =
                start(new OutputPolicy(List.of()), Set.of(Codec.OPUS), List.of(target));
        Failure refused = broadcast.awaitPublished(LIMIT).orElseThrow();
        assertEquals(Failure.Kind.OUTPUT_REFUSED, refused.kind());
        assertEquals(
                "icecast_url: 127.0.0.1 is a loopback address, which outputs may reach only if"
                        + " outputs.allow lists it",
                refused.message());
        broadcast.awaitEnd(LIMIT);
        assertEquals(1, ended.size());
    }
}
