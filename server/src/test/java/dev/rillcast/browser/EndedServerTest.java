package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.rillcast.OtherIngest;
import dev.rillcast.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in a process of its own that ends while it transcodes. */
@Tag("browser")
@Timeout(120)
class EndedServerTest {
    @TempDir static Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void howeverAServerEndsItsTranscodersEndWithIt(String signal) throws Exception {
        int port = Program.freePort();
        Process server = start(port, signal);
        try (OtherIngest nginx = OtherIngest.nginx(directory);
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(640, 480)) {
            goLive(window.newPage(), "http://localhost:" + port, nginx.url("ended"));
            List<ProcessHandle> running =
                    new Transcoders(server.toHandle()).await(all -> all.size() == 1);

            Transcoders.signal(server.toHandle(), signal, directory);

            assertTrue(server.waitFor(10, TimeUnit.SECONDS), "the server ends");
            awaitEnd(running.getFirst());
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(int port, String name) throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.rillcast.Main",
                        "serve");
        builder.environment()
                .putAll(
                        Map.of(
                                "RILLCAST_HTTP_HOST", "127.0.0.1",
                                "RILLCAST_HTTP_PORT", Integer.toString(port),
                                "RILLCAST_MEDIA_PORT", Integer.toString(Program.freePort()),
                                "RILLCAST_MEDIA_ADDRESSES", "127.0.0.1",
                                "RILLCAST_INGEST_ENABLED", "false",
                                "RILLCAST_OUTPUTS_ALLOW", "127.0.0.1"));
        Process server = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        for (int i = 0; !Files.readString(log).contains("is ready"); i++) {
            assertTrue(i < 600 && server.isAlive(), Files.readString(log));
            Thread.sleep(50);
        }
        return server;
    }

    private static void goLive(Page page, String server, String output) {
        page.navigate(server + "/nowhere");
        page.addScriptTag(new Page.AddScriptTagOptions().setUrl(server + "/sdk/rillcast.js"));
        Object _ =
                page.evaluate(
                        """
                        async (output) => {
                          const user = new RtcUser();
                          await user.setConfig({codecs: {videoCodec: 'VP8'}});
                          await user.startPreview({videoDeviceConfig: {width: 320, height: 180}});
                          await user.signIn({server: location.origin, userName: 'Ada'});
                          await user.startBroadcast({transcodingTargets: {output}});
                        }""",
                        output);
    }

    /** It belongs to nobody now, so that its entry may stay when it has ended. */
    private static void awaitEnd(ProcessHandle transcoder) throws InterruptedException {
        for (int i = 0; Transcoders.encodes(transcoder); i++) {
            assertTrue(i < 500, "the transcoder runs on");
            Thread.sleep(20);
        }
    }
}
