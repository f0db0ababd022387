package dev.rillcast.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A page of the server's with nothing but the SDK and a video element, {@code #video}, in it. Its
 * scripts know {@code user}, an RtcUser; {@code events}, all that it has raised; {@code peers}, the
 * peer connections made, and {@code negotiations}, how often one of them was negotiated.
 */
final class UserPage {
    /** Before the SDK runs, as that keeps what it finds. */
    private static final String WATCH =
            """
            window.peers = [];
            window.negotiations = 0;
            window.RTCPeerConnection = class extends RTCPeerConnection {
              constructor(...all) { super(...all); peers.push(this); }
              setLocalDescription(...all) { negotiations++; return super.setLocalDescription(...all); }
            };""";

    private static final String PREPARE =
            """
            () => {
              document.body.innerHTML = '<video id="video"></video>';
              window.user = new RtcUser();
              window.events = [];
              user.on(/./, ({name, data, error}) => events.push({name, data, code: error?.code}));
              window.until = async (condition) => {
                for (let i = 0; !(await condition()); i++) {
                  if (i === 400) throw new Error('It does not become true: ' + condition);
                  await new Promise((resolve) => setTimeout(resolve, 50));
                }
              };
              window.tone = (hertz) => {
                const context = new AudioContext();
                const oscillator = new OscillatorNode(context, {frequency: hertz});
                const loudness = new GainNode(context, {gain: 0.3});
                const out = new MediaStreamAudioDestinationNode(context);
                oscillator.connect(loudness).connect(out);
                oscillator.start();
                return out.stream;
              };
              window.canvas = (color, width, height) => {
                const canvas = Object.assign(document.createElement('canvas'), {width, height});
                const context = canvas.getContext('2d');
                let round = 0;
                setInterval(() => {
                  context.fillStyle = color;
                  context.fillRect(0, 0, width, height);
                  context.fillStyle = 'gray';
                  context.fillRect(round++ % width, 0, 8, 8);
                }, 33);
                return canvas.captureStream(30);
              };
              window.sent = async (kind) => {
                const [peer] = peers.slice(-1);
                const all = [...(await peer.getStats()).values()];
                return all.find((each) => each.type === 'outbound-rtp' && each.kind === kind);
              };
            }""";

    private final Page page;
    private final TestServer server;

    private UserPage(Page page, TestServer server) {
        this.page = page;
        this.server = server;
    }

    static UserPage open(BrowserContext window, TestServer server) {
        Page page = window.newPage();
        page.onPageError(
                error -> {
                    throw new AssertionError(error);
                });
        page.addInitScript(WATCH);
        page.navigate(server.http("/nowhere"));
        page.addScriptTag(new Page.AddScriptTagOptions().setUrl(server.http("/sdk/rillcast.js")));
        page.evaluate(PREPARE);
        return new UserPage(page, server);
    }

    /** Runs the body of an async function and gives what it returns. */
    Object run(String body) {
        return page.evaluate("async () => {" + body + "}");
    }

    /**
     * The same, with a value.
     *
     * @param given plain values, known to the script by this name
     */
    Object run(String body, Object given) {
        return page.evaluate("async (given) => {" + body + "}", given);
    }

    /** Whether that is true. */
    boolean check(String expression) {
        return Boolean.TRUE.equals(run("return Boolean(" + expression + ")"));
    }

    /** The names of the events so far. */
    @SuppressWarnings("unchecked")
    List<String> events() {
        return (List<String>) run("return events.map(({name}) => name)");
    }

    /** The codes of the MediaStreamErrors so far. */
    @SuppressWarnings("unchecked")
    List<Integer> mediaErrors() {
        return (List<Integer>)
                run(
                        "return events.filter((e) => e.name === 'MediaStreamError').map((e) => e.code)");
    }

    /** Signs in and broadcasts the preview to the server's own ingest. */
    void goLive(String name) {
        goLive(name, "");
    }

    /**
     * The same, with options.
     *
     * @param options of the target, as JavaScript: {@code key: value}
     */
    void goLive(String name, String options) {
        page.evaluate(
                """
                async ([server, output]) => {
                  await user.signIn({server, userName: 'Ada'});
                  await user.startBroadcast({transcodingTargets: {output, OPTIONS}});
                }"""
                        .replace("OPTIONS", options),
                List.of(
                        server.http("/p/webrtcws"),
                        "rtmp://127.0.0.1:" + server.config().ingest().port() + "/live/" + name));
    }

    /**
     * Records what viewers get of the broadcast for some seconds, while the page does other things.
     */
    CompletableFuture<Path> record(Path directory, String name, int seconds) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Recording.take(
                                directory, server.http("/live/" + name + ".flv"), seconds);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                });
    }

    /** Lets time pass: media need it. */
    void pass(int millis) {
        page.waitForTimeout(millis);
    }

    void stop() {
        run("await user.stopBroadcast()");
    }

    /** From now on, the page's clock can be moved. */
    void installClock() {
        page.clock().install();
    }

    /** Lets the page's timers of that time run out. */
    void moveClock(int millis) {
        page.clock().fastForward(millis);
    }

    /** Closes the page as people do. */
    void close() {
        page.close();
    }
}
