package dev.rillcast.bench.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import dev.rillcast.TestPattern;
import dev.rillcast.link.LinkEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chromium with a page that publishes by WHIP, whatever the server, and by a link to it. For one
 * thread, as Playwright is.
 */
final class Publisher implements AutoCloseable {
    private static final List<String> OPTIONS =
            List.of(
                    "--no-sandbox",
                    "--disable-web-security", // not each server lets pages of any origin publish
                    "--disable-features=LocalNetworkAccessChecks",
                    "--autoplay-policy=no-user-gesture-required",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run");

    /** Nobody is asked for it; a page of this origin may use the camera. */
    private static final String ORIGIN = "http://localhost:9/";

    private final Playwright playwright;
    private final Page page;
    private Cell cell = new Cell(0, 1, 0, 0);
    private long seed;
    private @Nullable LinkEmulator link;

    /** Opens the browser, and shows the pattern. */
    Publisher(Path folder) throws IOException, InterruptedException {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                                        .setArgs(OPTIONS));
        BrowserContext window = browser.newContext();
        window.route(
                ORIGIN,
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("text/html")
                                        .setBody("<!doctype html>")));
        page = window.newPage();
        page.exposeFunction(
                "linked", given -> linked((String) given[0], ((Number) given[1]).intValue()));
        page.navigate(ORIGIN);
        page.addScriptTag(script("/dev/rillcast/browser/pattern.js")); // the tests'
        page.addScriptTag(script("/dev/rillcast/bench/network/publisher.js"));
        page.evaluate("pictures => show(pictures)", TestPattern.make(folder).encoded());
    }

    private static Page.AddScriptTagOptions script(String resource) throws IOException {
        try (InputStream in = Publisher.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            return new Page.AddScriptTagOptions().setContent(text);
        }
    }

    /** Of the link to that address, the port. */
    private int linked(String host, int port) {
        try {
            link = LinkEmulator.open(new InetSocketAddress(host, port), seed);
            link.up(cell.impairment());
            link.down(cell.impairment());
            return link.address().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes over a fresh link, and waits until the connection stands. */
    void publish(String whip, Cell over, long seed) {
        this.cell = over;
        this.seed = seed;
        page.evaluate("url => publish(url)", whip);
    }

    void pass(int seconds) {
        page.waitForTimeout(seconds * 1_000.0);
    }

    /** Sends no more pictures; gives what was sent, as {@code publisher.js} has it. */
    JsonNode finish() {
        return JsonMapper.shared().readTree((String) page.evaluate("finish()"));
    }

    /** What the server calls the stream, to end it by. */
    URI resource() {
        return URI.create((String) page.evaluate("String(published.resource)"));
    }

    /** Ends the stream, however far it came, and takes the link away. */
    void stop() {
        page.evaluate("endStream()");
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
