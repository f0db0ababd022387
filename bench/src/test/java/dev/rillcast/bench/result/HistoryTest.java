package dev.rillcast.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Map<String, String> MACHINE = Map.of("cores", "2");

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        History.Series series = series("2026-01-02", "load", run(6.25, "2 streams have holes"));
        series.write(folder.resolve("2026-01-02-0930.json"));
        assertEquals(List.of(series), History.read(folder).series());
    }

    @Test
    void otherFilesAreNone() throws IOException {
        Files.writeString(folder.resolve("network-rillcast.json"), "[]");
        Files.writeString(folder.resolve("2026-01-02.json~"), "");
        assertEquals(List.of(), History.read(folder).series());
    }

    @Test
    void theTableHasTheLastOfEachBenchAndItsFigureBefore() {
        String table =
                FigureTable.of(
                        new History(
                                List.of(
                                        series("2026-01-01", "load", run(9)),
                                        series("2026-01-02", "load", run(8)),
                                        series("2026-01-03", "load", run(7), run(6), run(5)),
                                        series("2026-01-04", "sound", run(2)))));
        assertTrue(table.contains("| of 3 |"), table);
        assertTrue(table.contains("| CPU, ms | 6.50 | 6.00 | 8.00 | met |\n"), table);
        assertTrue(table.contains("| CPU, ms | 6.50 | 2.00 | – | met |\n"), table);
    }

    @Test
    void theTableSaysHowManyRunsWereNotClean() {
        History.Series last =
                series("2026-01-02", "load", run(7), run(70, "1 frames were dropped"));
        String table = FigureTable.of(new History(List.of(last)));
        assertTrue(table.contains("**1 of 2 runs were NOT CLEAN**"), table);
        assertTrue(table.contains("| 7.00 | – | **missed** |"), table);
    }

    @Test
    void theTableTakesItsPlaceAndNoOther() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(
                page,
                "Above\n<!-- figures: written by bench/run -->\nold\n<!-- end of the figures -->\nBelow\n");
        FigureTable.writeInto(page, "new\n");
        assertEquals(
                "Above\n<!-- figures: written by bench/run -->\nnew\n<!-- end of the figures -->\nBelow\n",
                Files.readString(page));
        Files.writeString(page, "Above\n");
        assertThrows(IOException.class, () -> FigureTable.writeInto(page, "new\n"));
    }

    private static History.Series series(String when, String bench, Run... runs) {
        Results results = new Results(bench, when, "bench/" + bench, MACHINE, List.of(runs));
        return new History.Series(when, List.of(results));
    }

    private static Run run(double cpu, String... faults) {
        return new Run("streams", List.of(Figure.atMost(6.5, "CPU, ms", cpu)), List.of(faults));
    }
}
