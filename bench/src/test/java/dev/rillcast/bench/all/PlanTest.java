package dev.rillcast.bench.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PlanTest {
    private static final Rival RIVAL =
            new Rival.Converter().convert("name=other,pid=7,whip=http://a/{stream}?b=c,sink=1936");

    @Test
    void allTakesLessThan40MinutesAndALook6() {
        assertTrue(Plan.whole(3, List.of()).seconds() <= 40 * 60);
        assertTrue(Plan.quick(1, List.of()).seconds() <= 6 * 60);
    }

    @Test
    void anotherServerIsMeasuredInTurnWithOursUnderTheSameLoad() {
        List<Step> steps = Plan.whole(2, List.of(RIVAL)).only(List.of("load")).steps();
        assertEquals(12, steps.size());
        for (int i = 0; i < steps.size(); i += 2) {
            assertEquals(steps.get(i).with(RIVAL.arguments()), steps.get(i + 1));
        }
        assertEquals(
                List.of(
                        "--name",
                        "other",
                        "--server",
                        "7",
                        "--whip",
                        "http://a/{stream}?b=c",
                        "--sink",
                        "1936"),
                RIVAL.arguments());
    }

    @Test
    void onlyTakesWhatWasAskedFor() {
        Plan all = Plan.whole(1, List.of());
        assertEquals(1, all.only(List.of("calls")).steps().size());
        assertEquals(1, all.only(List.of("ramp")).steps().size());
        assertEquals(List.of(), all.only(List.of("nothing")).steps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name=a", "name=a,pid=1", "name=a,pid=1,whip=b,speed=2", "a,b"})
    void anotherServerNeedsItsNameProcessAndAddress(String text) {
        assertThrows(TypeConversionException.class, () -> new Rival.Converter().convert(text));
    }
}
