package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.media.Codec;
import dev.rillcast.media.PictureSize;
import dev.rillcast.report.Event.Kind;
import dev.rillcast.rtp.TrackFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportJsonTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00.000999Z");
    private static final TargetAudio ENCODED =
            new TargetAudio(TargetAudio.Source.BROWSER, Codec.AAC, 128_000, 2);
    private static final TargetVideo TRANSCODED =
            new TargetVideo(
                    Codec.VP8,
                    Codec.H264,
                    "the browser sends VP8",
                    Optional.of(
                            new TargetVideo.Transcoding(
                                    OptionalInt.of(1_500_000),
                                    OptionalDouble.of(29.97),
                                    Optional.of(new PictureSize(1_280, 720)),
                                    1,
                                    40,
                                    List.of("…"))));

    private static final TrackFigures VIDEO =
            new TrackFigures(Codec.VP8, 10_930, 12, 10, 11_400_300, 1_820, 31, 31, 0);

    private static final TrackFigures AUDIO =
            new TrackFigures(Codec.OPUS, 3_061, 0, 0, 367_320, 3_061, 3_061, 0, 2);

    @Test
    void aReportIsWrittenAsThePageOfTheProtocolShowsIt() throws Exception {
        Report report =
                new Report(
                        "…",
                        true,
                        START,
                        Duration.ofMillis(61_250),
                        Optional.of("…"),
                        List.of(
                                event(0, Kind.STARTED),
                                event(310, Kind.CONNECTED),
                                event(420, Kind.FIRST_FRAME),
                                event(30_100, Kind.PUBLISHER_LOST, "…"),
                                event(33_400, Kind.PUBLISHER_BACK),
                                event(48_700, Kind.PUBLISHER_MOVED),
                                event(61_250, Kind.ENDED, "…")),
                        Optional.of(new TrackReport(VIDEO, 1_280, 720)),
                        Optional.of(new TrackReport(AUDIO, 0, 0)),
                        new Sync(4, 31, 18, 64, 0),
                        List.of(
                                target(
                                        TargetReport.State.ENDED,
                                        Optional.of(TRANSCODED),
                                        Optional.of(ENCODED),
                                        List.of(
                                                event(250, Kind.PUBLISHED),
                                                event(20_000, Kind.LOST, "…"),
                                                event(21_200, Kind.PUBLISHED)))));
        JsonMapper mapper = JsonMapper.shared();
        assertEquals(
                mapper.readTree(documented()), mapper.readTree(ReportJson.of(report).toString()));
    }

    private static String documented() throws Exception {
        return section().split("```json\n", 2)[1].split("```", 2)[0];
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        TrackReport video =
                new TrackReport(new TrackFigures(Codec.AV1, 3, 4, 5, 2, 1, 1, 6, 0), 0, 0);
        Report report = report(List.of(), Optional.of(video), List.of());
        assertEquals(
                """
                {"id":"a","state":"running","start":"2026-01-31T12:00:00Z","duration":0,"events":[],\
                "video":{"codec":"AV1","frames":1,"keyFrames":1,"bytes":2,"packets":3,"lost":4,\
                "recovered":5,"keyFramesAsked":6},\
                "sync":{"skew":0,"maxSkew":0,"corrections":0,"corrected":0,"jumps":0},"targets":[]}""",
                ReportJson.of(report).toString());
    }

    @Test
    void whatIsNotKnownOfATargetsMediaIsLeftOut() {
        TargetVideo passing = new TargetVideo(Codec.H264, Codec.H264, "…", Optional.empty());
        TargetAudio opus = new TargetAudio(TargetAudio.Source.ICECAST, Codec.OPUS, 0, 1);
        JsonNode node = media(passing, opus);
        assertEquals(
                "{'mode':'passthrough','from':'H264','to':'H264','why':'…'}",
                node.path("video").toString().replace('"', '\''));
        assertEquals(
                "{'source':'icecast','to':'OPUS','channels':1}",
                node.path("audio").toString().replace('"', '\''));
    }

    @Test
    void ofATranscodersLogTheLastTenLinesAreToldShortened() {
        List<String> lines = IntStream.range(0, 12).mapToObj(i -> i + "x".repeat(300)).toList();
        TargetVideo.Transcoding how =
                new TargetVideo.Transcoding(
                        OptionalInt.empty(), OptionalDouble.empty(), Optional.empty(), 0, 0, lines);
        TargetVideo video = new TargetVideo(Codec.VP9, Codec.H264, "…", Optional.of(how));
        JsonNode log =
                media(video, new TargetAudio(TargetAudio.Source.SILENCE, Codec.AAC, 1, 1))
                        .at("/video/log");
        assertEquals(10, log.size());
        assertTrue(log.path(0).asString().startsWith("2x"));
        assertEquals(EventLog.MAX_TEXT, log.path(9).asString().length());
    }

    private static JsonNode media(TargetVideo video, TargetAudio audio) {
        TargetReport target =
                target(
                        TargetReport.State.BROADCASTING,
                        Optional.of(video),
                        Optional.of(audio),
                        List.of());
        return ReportJson.of(report(List.of(), Optional.empty(), List.of(target))).at("/targets/0");
    }

    @Test
    void theProtocolNamesEveryKindOfEventAndEveryState() throws Exception {
        String section = section();
        List<Event> events = Arrays.stream(Kind.values()).map(kind -> event(0, kind)).toList();
        List<TargetReport> targets =
                Arrays.stream(TargetReport.State.values())
                        .map(state -> target(state, Optional.empty(), Optional.empty(), List.of()))
                        .toList();
        JsonNode node = ReportJson.of(report(events, Optional.empty(), targets));
        List<String> names = new ArrayList<>(node.findValuesAsString("event"));
        node.path("targets").forEach(target -> names.add(target.path("state").asString()));
        assertEquals(Kind.values().length + TargetReport.State.values().length, names.size());
        for (String name : names) {
            assertTrue(section.contains("`" + name + "`"), name);
        }
    }

    private static String section() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "signalling.md"));
        return page.split("\n## The report\n", 2)[1].split("\n## ", 2)[0];
    }

    private static Report report(
            List<Event> events, Optional<TrackReport> video, List<TargetReport> targets) {
        return new Report(
                "a",
                false,
                START,
                Duration.ZERO,
                Optional.empty(),
                events,
                video,
                Optional.empty(),
                Sync.NONE,
                targets);
    }

    private static TargetReport target(
            TargetReport.State state,
            Optional<TargetVideo> video,
            Optional<TargetAudio> audio,
            List<Event> events) {
        return new TargetReport(
                1,
                "rtmp://ingest.example/live",
                "sh…",
                state,
                1_815,
                2_871,
                12_345_678,
                0,
                1,
                video,
                audio,
                Optional.of("…"),
                events);
    }

    private static Event event(long millis, Kind kind) {
        return new Event(Duration.ofMillis(millis), kind, Optional.empty());
    }

    private static Event event(long millis, Kind kind, String text) {
        return new Event(Duration.ofMillis(millis), kind, Optional.of(text));
    }
}
