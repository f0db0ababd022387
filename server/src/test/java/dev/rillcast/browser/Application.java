package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rillcast.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page of somebody's application, from another server than Rillcast's, whose script it loads. It
 * has a {@code rtcUser} and an element {@code video-local}, and listens to events as applications
 * do that know nothing of promises.
 */
final class Application implements AutoCloseable {
    private static final double MILLIS = 20_000;

    private final Page page;
    private final HttpServer http;
    private final List<String> complaints = new ArrayList<>();

    private Application(Page page, HttpServer http) {
        this.page = page;
        this.http = http;
        page.onPageError(complaints::add); // exceptions and unhandled rejections
        page.onConsoleMessage(this::listen);
    }

    static Application open(BrowserContext window, TestServer server) throws IOException {
        byte[] html =
                SpecDocument.resource("dev/rillcast/browser/application.html")
                        .replace("{rillcast}", server.http(""))
                        .getBytes(StandardCharsets.UTF_8);
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> answer(exchange, html));
        http.start();
        Application application = new Application(window.newPage(), http);
        application.page.navigate("http://localhost:" + http.getAddress().getPort() + "/");
        return application;
    }

    private static void answer(HttpExchange exchange, byte[] html) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
        }
    }

    private void listen(ConsoleMessage message) {
        if (message.type().equals("error")) {
            complaints.add(message.text());
        }
    }

    /** Runs a script of the application's own, whose variables are global. */
    void run(String script) {
        // Nobody looks at what it returns: a promise that rejects is nobody's to handle.
        try {
            page.evaluate("script => { (0, eval)(script); }", script);
        } catch (PlaywrightException thrown) {
            throw new AssertionError("an exception comes out of\n" + script, thrown);
        }
    }

    /** The value of an expression; of a promise, what it resolves to. */
    Object value(String expression) {
        return page.evaluate(expression);
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        await(expression, expression + " does not become true");
    }

    /** Waits for an event that was not waited for before, and returns its data. */
    Map<?, ?> awaitEvent(String name) {
        await("raised.some(({name}) => name === '" + name + "')", name + " does not come");
        return (Map<?, ?>) page.evaluate("name => next(name).then(({data}) => data)", name);
    }

    private void await(String expression, String otherwise) {
        try {
            page.waitForFunction(
                    expression, null, new Page.WaitForFunctionOptions().setTimeout(MILLIS));
        } catch (TimeoutError late) {
            throw new AssertionError(otherwise + "; " + events() + complaints, late);
        }
    }

    /** Signs in, and waits until that is done; the same with what follows. Tells the user's id. */
    String signIn(TestServer server) {
        return (String)
                page.evaluate(
                        """
                        server => rtcUser.signIn({server, userName: 'Ada', room: 'examples'})
                            .then(({userId}) => userId)""",
                        server.http(""));
    }

    void enterRoom() {
        page.evaluate("rtcUser.enterRoom().then(() => 0)");
    }

    /** The call rings from then on. */
    void call(String remoteUserId) {
        page.evaluate("id => rtcUser.invokeCall(id)", remoteUserId);
    }

    /** Answers every call that comes. */
    void answerAll() {
        page.evaluate(
                "rtcUser.on('CallIncoming', ({data}) => rtcUser.answerCall(data.remoteUserId)), 0");
    }

    void startPreview() {
        page.evaluate("rtcUser.startPreview({elementId: 'video-local'}).then(() => 0)");
    }

    /** To the embedded ingest. */
    void goLive(TestServer server, String name) {
        page.evaluate(
                "output => rtcUser.startBroadcast({transcodingTargets: {output}}).then(() => 0)",
                server.rtmp(name));
    }

    /** Names of the events that nobody has waited for. */
    List<?> events() {
        return (List<?>) page.evaluate("raised.map(({name}) => name)");
    }

    /** Those of them that tell of an error. */
    List<?> errorEvents() {
        return events().stream().filter(name -> name.toString().endsWith("Error")).toList();
    }

    /**
     * Waits until what the script has begun is over: its timers of a second and less, and all that
     * it asked the server.
     */
    void settle() {
        page.evaluate("settle()");
    }

    /** From now on, only what comes then counts. */
    void forgetEvents() {
        page.evaluate("raised.length = 0");
    }

    /** Exceptions, unhandled rejections, and errors on the console, up to now. */
    List<String> complaints() {
        page.evaluate("1"); // what the browser told before this answer has come
        return complaints;
    }

    @Override
    public void close() {
        page.close();
        http.stop(0);
    }
}
