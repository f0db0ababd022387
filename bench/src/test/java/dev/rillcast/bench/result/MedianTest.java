package dev.rillcast.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    private static final String CPU = "CPU, ms";

    @Test
    void itIsTheMiddleOneAndOfAnEvenNumberTheMeanOfTwo() {
        assertEquals(3, median(run(3), run(9), run(1)).figure().value());
        assertEquals(2, median(run(9), run(1), run(1), run(3)).figure().value());
        assertEquals(4, median(run(4)).figure().value());
    }

    @Test
    void aRunThatWasNotCleanDoesNotCount() {
        Median median = median(run(2), run(100, "3 frames were dropped"), run(4));
        assertEquals(3, median.figure().value());
        assertEquals(2, median.runs());
    }

    @Test
    void withoutACleanRunThereIsNoFigureAndNoVerdict() {
        Median median = median(run(2, "3 frames were dropped"));
        assertFalse(median.figure().measured());
        assertEquals(0, median.runs());
        assertEquals("", median.figure().verdict());
        assertEquals("5.00", median.figure().aim());
    }

    @Test
    void whatCouldNotBeMeasuredOnceDoesNotCount() {
        assertEquals(2, median(run(Double.NaN), run(2)).figure().value());
    }

    @Test
    void runsOfDifferentThingsStayApart() {
        Run other = new Run("video", List.of(Figure.of(CPU, 1)), List.of());
        List<Median> medians = Median.of(List.of(run(2), other));
        assertEquals(List.of("sound", "video"), medians.stream().map(Median::of).toList());
    }

    @Test
    void anAimIsMetAtItsBound() {
        assertEquals("met", Figure.atMost(5, CPU, 5).verdict());
        assertEquals("missed", Figure.atMost(5, CPU, 5.1).verdict());
        assertEquals("met", Figure.atLeast(150, "streams", 150).verdict());
        assertEquals("missed", Figure.atLeast(150, "streams", 149).verdict());
        assertEquals("", Figure.of(CPU, 5).verdict());
    }

    private static Median median(Run... runs) {
        return Median.of(List.of(runs)).getFirst();
    }

    private static Run run(double value, String... faults) {
        return new Run("sound", List.of(Figure.atMost(5, CPU, value)), List.of(faults));
    }
}
