package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.OtherIngest;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broadcast to two ingests, one of which is killed and started again. */
@Tag("browser")
@Timeout(120)
class KilledIngestTest {
    @TempDir static Path directory;

    @Test
    void thePageIsToldHowEachTargetIsDoingAndTheOtherOneIsWhole() throws Exception {
        Path again;
        try (OtherIngest nginx = OtherIngest.nginx(directory);
                TestServer server = TestServer.start("RILLCAST_OUTPUTS_ALLOW", "127.0.0.1");
                Browsers browsers = new Browsers(List.of());
                BrowserContext window = browsers.window(640, 480)) {
            UserPage page = UserPage.open(window, server);
            page.run(
                    """
                    window.told = (target, state) => events.some(({name, data}) =>
                        name === 'BroadcastStatus' && data.target === target && data.state === state);
                    await user.startPreview({videoDeviceConfig: {width: 320, height: 180}});
                    await user.signIn({server: location.origin, userName: 'Ada'});
                    await user.startBroadcast({transcodingTargets: [{output: '%s'}, {output: '%s'}]});
                    await until(() => told(1, 6) && told(2, 6));
                    events.length = 0;"""
                            .formatted(nginx.url("killed"), server.rtmp("beside")));
            CompletableFuture<Path> beside = page.record(directory, "beside", 6);
            nginx.kill();
            page.run("await until(() => told(1, 7))");
            nginx.startAgain();
            page.run("await until(() => told(1, 6))");
            Recording.assertClean(beside.get());
            page.run("await user.stopBroadcast()");
            assertTrue(page.check("!told(2, 7) && !told(2, 8)"));
            assertTrue(page.check("!events.some(({name}) => name.endsWith('Error'))"));
            again = nginx.recording("killed");
        }
        assertEquals(List.of("aac", "h264"), Recording.codecs(again));
        Recording.assertClean(again);
    }
}
