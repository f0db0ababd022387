package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.EnhancedFlv;
import dev.rillcast.Ivf;
import dev.rillcast.Ogg;
import dev.rillcast.Recording;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Chromium encodes reaches viewers as it is, where target and ingest agree to it. */
@Tag("browser")
@Timeout(120)
class PassthroughTest {
    private static final long MILLIS = 3_000;

    /** Chromium's packets of Opus have 20 ms. */
    private static final int OPUS_SAMPLES = 960;

    @TempDir static Path directory;

    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    @ParameterizedTest
    @CsvSource({"VP8, vp08, VP80", "VP9, vp09, VP90", "AV1, av01, AV01"})
    void videoAndSoundArriveAsTheyWereEncoded(String codec, String fourCc, String ivf)
            throws Exception {
        UserPage page = OPENED.page();
        page.run("await user.setConfig({codecs: {videoCodec: '%s'}})".formatted(codec));
        page.run("await user.startPreview({})");
        page.goLive(codec, "passthrough: '1'");
        EnhancedFlv flv = EnhancedFlv.take(OPENED.server().http("/live/" + codec + ".flv"), MILLIS);
        page.stop();

        assertEquals(List.of("Opus", fourCc), flv.codecs());
        assertTrue(flv.configuration(fourCc).length > 0);
        Path video = directory.resolve(codec + ".ivf");
        Ivf.write(video, ivf, flv.video());
        Recording.assertClean(video);
        assertTrue(flv.video().size() > 30, flv.video().size() + " pictures");

        Path sound = directory.resolve(codec + ".ogg");
        Ogg.write(sound, flv.configuration("Opus"), OPUS_SAMPLES, flv.audio());
        Recording.assertClean(sound);
        assertTrue(flv.audio().size() > 100, flv.audio().size() + " packets of sound");
    }
}
