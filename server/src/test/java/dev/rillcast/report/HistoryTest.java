package dev.rillcast.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HistoryTest {
    private final History history = new History(List.of("cpu", "users"));

    private void fill(int rows) {
        for (int i = 0; i < rows; i++) {
            history.add(Instant.ofEpochMilli(5_000L * i), i, 2 * i);
        }
    }

    @Test
    void rowsAreToldInTheirOrder() {
        fill(3);
        assertEquals(
                "{\"interval\":5000,\"at\":[0,5000,10000],\"cpu\":[0.0,1.0,2.0],\"users\":[0.0,2.0,4.0]}",
                history.toJson().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 13, 359, 360, 361, 719, 720, 1_000})
    void theLatestHalfHourIsKept(int rows) {
        fill(rows);
        JsonNode json = history.toJson();
        List<Integer> kept =
                IntStream.range(Math.max(0, rows - History.ROWS), rows).boxed().toList();
        assertEquals(
                kept.stream().map(i -> 5_000L * i).toList(),
                json.path("at").valueStream().map(JsonNode::asLong).toList());
        assertEquals(kept, json.path("cpu").valueStream().map(JsonNode::asInt).toList());
        assertEquals(OptionalDouble.of(rows - 1), history.latest("cpu"));
    }

    @Test
    void whatIsNotKnownIsNullAndNoValue() {
        assertEquals(OptionalDouble.empty(), history.latest("cpu"));
        history.add(Instant.EPOCH, Float.NaN, 1.26f);
        assertTrue(history.toJson().path("cpu").path(0).isNull());
        assertEquals(1.3, history.toJson().path("users").path(0).asDouble(), 0.0);
        assertEquals(OptionalDouble.empty(), history.latest("cpu"));
        assertEquals(OptionalDouble.empty(), history.latest("speed"));
    }

    @Test
    void withAllItsFiguresItTakes18KilobytesAndLessForAShortBroadcast() {
        List<String> figures = IntStream.range(0, 10).mapToObj(i -> "f" + i).toList();
        History most = new History(figures);
        most.add(Instant.EPOCH, new float[10]);
        assertTrue(most.bytes() < 600, most.bytes() + " bytes");
        for (int i = 0; i < 1_000; i++) {
            most.add(Instant.EPOCH, new float[10]);
        }
        assertEquals(360 * (8 + 10 * 4), most.bytes());
    }

    @Test
    void aRowHasAValueForEachFigure() {
        assertThrows(IllegalArgumentException.class, () -> history.add(Instant.EPOCH, 1));
    }
}
