package dev.rillcast.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastLinesTest {
    private final LastLines lines = new LastLines();

    private void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.append(bytes, bytes.length);
    }

    @Test
    void keepsTheLastTwentyLines() {
        IntStream.range(0, 1_000).forEach(i -> say("line " + i + "\n"));
        assertEquals(
                IntStream.range(980, 1_000).mapToObj(i -> "line " + i).toList(), lines.lines());
        assertEquals("line 999", lines.last());
        assertEquals(1_000, lines.count());
    }

    @Test
    void cutsALongLineAndGoesOnWithTheNext() {
        say("x".repeat(100_000));
        say("y\nshort\n");
        assertEquals(List.of("x".repeat(200), "short"), lines.lines());
    }

    @Test
    void joinsALineThatComesInPiecesAndLeavesOutEmptyOnes() {
        say("one ");
        say("line\r\n\n\n");
        assertEquals(List.of("one line"), lines.lines());
    }

    @Test
    void tellsNoAddressesAndPassesOnNoControlCharacters() {
        say("[vp8 @ 0x5578afbd7440] bad \u001b[31mframe\n");
        assertEquals(List.of("[vp8] bad ?[31mframe"), lines.lines());
        assertEquals("[vp8] bad ?[31mframe", lines.last());
    }

    @Test
    void saysNothingWhenNothingWasSaid() {
        say("no end of line");
        assertEquals(List.of(), lines.lines());
        assertEquals("", lines.last());
    }
}
