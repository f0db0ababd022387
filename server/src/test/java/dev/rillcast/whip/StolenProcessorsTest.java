package dev.rillcast.whip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.FlvFile;
import dev.rillcast.Recording;
import dev.rillcast.Viewing.Picture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of broadcasts while others are refused, and while other programs want to run. */
@Tag("browser")
@Tag("alone")
@Tag("whipload")
@Timeout(60)
class StolenProcessorsTest {
    @TempDir static Path directory;

    private static StolenProcessors.Outcome outcome;

    /** What it prints is for people: on a machine that others use too it is no verdict. */
    @BeforeAll
    @Timeout(90)
    static void run() throws Exception {
        outcome = StolenProcessors.run(directory);
        outcome.streams().forEach(System.out::println);
        System.out.printf(
                "the machine paused for %d ms; %s%n", outcome.pause(), outcome.published());
    }

    @Test
    void whoIsRefusedCostsTheOthersNothing() {
        for (LoadedStream stream : outcome.streams()) {
            assertEquals(0, stream.knocked().missing(), stream.name());
            assertEquals(
                    LoadedStream.packets(stream.before(), "lost"),
                    LoadedStream.packets(stream.after(), "lost"),
                    stream.name());
            assertEquals(
                    LoadedStream.dropped(stream.before()),
                    LoadedStream.dropped(stream.after()),
                    stream.name());
        }
    }

    @Test
    void allThatComesOutCanBeDecoded() throws Exception {
        for (LoadedStream stream : outcome.streams()) {
            Recording.assertClean(stream.file());
        }
    }

    @Test
    void noTimeGoesBack() throws Exception {
        for (LoadedStream stream : outcome.streams()) {
            FlvFile file = FlvFile.read(stream.file());
            for (List<FlvFile.Tag> track : List.of(file.pictures(), file.sounds())) {
                for (int i = 1; i < track.size(); i++) {
                    long time = track.get(i).time();
                    assertTrue(track.get(i - 1).time() < time, stream.name() + " at " + time);
                }
            }
        }
    }

    /** Decoders bear it when the next picture refers to one that is left out; viewers do not. */
    @Test
    void whatIsLeftOutEndsWithAKeyFrame() {
        for (LoadedStream stream : outcome.streams()) {
            List<Picture> behind = stream.all().behindHoles();
            assertTrue(
                    stream.jumps() > 0 || behind.stream().allMatch(Picture::key),
                    () -> behind + " of " + stream);
        }
    }

    @Test
    void whatIsMissingIsCounted() {
        for (LoadedStream stream : outcome.streams()) {
            JsonNode last = stream.last();
            long seen = stream.all().pictures().size();
            assertEquals(
                    last.path("targets").path(0).path("videoFrames").asLong(), seen, stream.name());
            long whole = last.path("video").path("frames").asLong();
            long owed = whole - stream.dropped() - 2; // those may have waited at the end
            assertTrue(owed <= seen && seen <= whole, () -> whole + " whole frames; " + stream);
            boolean cameWhole = stream.packets("lost") == 0 && stream.jumps() == 0;
            assertTrue(!cameWhole || stream.all().missing() <= stream.dropped(), stream::toString);
        }
    }

    @Test
    void eachPacketHasComeOrIsCountedAsLost() {
        JsonNode published = outcome.published();
        assertEquals(0, published.path("failed").asInt(), published::toString);
        assertTrue(published.path("clean_end").asBoolean(), published::toString);
        long sent = published.path("packets_sent").asLong() - published.path("resent").asLong();
        long known =
                outcome.streams().stream()
                        .mapToLong(stream -> stream.packets("packets") + stream.packets("lost"))
                        .sum();
        int last = 20 * StolenProcessors.STREAMS; // sent right before the end
        assertTrue(known <= sent && known > sent - last, known + " of " + sent);
    }

    @Test
    void fiveSecondsAfterTheLoadEachStreamIsWholeAgain() {
        for (LoadedStream stream : outcome.streams()) {
            Rhythm now = stream.clean();
            int due = now.pictures().size() + now.missing();
            assertTrue(due > 45, () -> due + " pictures in two seconds; " + stream);
            assertTrue(now.missing() <= due / 20, () -> now.missing() + " missing; " + stream);
            assertTrue(now.largestStep() <= 200, () -> now.largestStep() + " ms; " + stream);
            long wait = now.largestWait() - 2 * outcome.pause();
            assertTrue(wait <= 200, () -> "one came after " + wait + " ms; " + stream);
            long later = now.lag() - stream.knocked().lag();
            assertTrue(later <= 200, () -> later + " ms later than before; " + stream);
        }
    }
}
