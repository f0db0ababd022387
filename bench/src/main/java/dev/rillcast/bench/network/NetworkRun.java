package dev.rillcast.bench.network;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Broadcasts over one link after the other, by one browser, and looks at each recording while the
 * next one is made.
 *
 * @param folder for recordings
 * @param whip where to publish, with {@code {stream}} for the stream's name
 * @param watch where the stream comes out, likewise
 * @param ours whether the server has Rillcast's reports
 * @param seconds of each broadcast
 */
record NetworkRun(Path folder, String whip, String watch, boolean ours, int seconds) {
    private static final int END_SECONDS = 10;

    /** What is under way when the last picture is sent is waited for. */
    private static final int LAST_SECONDS = 1;

    List<CellFigures> measure(List<Cell> cells, long seed)
            throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(folder);
        List<Future<CellFigures>> judged = new ArrayList<>();
        try (Publisher publisher = new Publisher(folder);
                ExecutorService judge = Executors.newSingleThreadExecutor()) {
            for (Cell cell : cells) {
                int number = judged.size() + 1;
                System.err.printf("%d of %d: %s…%n", number, cells.size(), cell);
                judged.add(broadcast(publisher, judge, cell, "n" + number, seed));
            }
            List<CellFigures> figures = new ArrayList<>();
            for (Future<CellFigures> each : judged) {
                figures.add(each.get());
            }
            return figures;
        }
    }

    private Future<CellFigures> broadcast(
            Publisher publisher, ExecutorService judge, Cell cell, String name, long seed)
            throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".flv");
        CompletableFuture<List<Watch.Tag>> watched =
                Watch.begin(watch.replace("{stream}", name), file);
        try {
            publisher.publish(whip.replace("{stream}", name), cell, seed);
            publisher.pass(seconds);
            Sent sent = Sent.of(publisher.finish());
            publisher.pass(LAST_SECONDS);
            OptionalLong lost = ours ? lostSound(publisher.resource()) : OptionalLong.empty();
            publisher.stop();
            List<Watch.Tag> tags = watched.get(END_SECONDS, TimeUnit.SECONDS);
            Recorded recorded = new Recorded(cell, file, tags, sent, lost);
            return judge.submit(
                    () -> {
                        CellFigures figures = recorded.judge();
                        System.err.println(NetworkTable.row(figures));
                        return figures;
                    });
        } catch (PlaywrightException | ExecutionException | TimeoutException e) {
            publisher.stop();
            return CompletableFuture.completedFuture(CellFigures.none(cell, fault(e)));
        }
    }

    /** Playwright says much, of which one line is the page's. */
    private static String fault(Exception e) {
        return String.valueOf(e)
                .lines()
                .filter(line -> line.contains("message='"))
                .map(line -> line.replaceAll(".*message='", ""))
                .findFirst()
                .orElseGet(() -> String.valueOf(e));
    }

    /** Of the broadcast's report. */
    private static OptionalLong lostSound(URI resource) throws IOException, InterruptedException {
        String id = resource.getPath().replaceAll(".*/", "");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(resource.resolve("/api/broadcasts/" + id)).build();
            String report = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return OptionalLong.of(
                    JsonMapper.shared().readTree(report).path("audio").path("lost").asLong());
        }
    }
}
