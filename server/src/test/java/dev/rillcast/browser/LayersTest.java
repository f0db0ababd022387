package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.EnhancedFlv;
import dev.rillcast.Ivf;
import dev.rillcast.Program;
import dev.rillcast.Recording;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Temporal and spatial layers, as Chromium makes them for a page that asks for them (WebRTC-SVC): T
 * has pictures that others do not refer to, and of S each picture comes in several sizes.
 */
@Tag("browser")
@Tag("alone")
@Timeout(120)
class LayersTest {
    private static final long MILLIS = 3_000;

    /** Bytes of 1280 by 720 pixels, 4:2:0. */
    private static final int PICTURE = 1_382_400;

    @TempDir static Path directory;

    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    @ParameterizedTest
    @CsvSource({
        "VP8, L1T3, vp08, VP80, vp8",
        "VP9, L1T3, vp09, VP90, libvpx-vp9",
        "VP9, L3T3_KEY, vp09, VP90, libvpx-vp9",
        "AV1, L1T3, av01, AV01, libdav1d",
        "AV1, L3T3_KEY, av01, AV01, libdav1d"
    })
    void allLayersPassThroughAndTheLargestPictureIsShown(
            String codec, String mode, String fourCc, String ivf, String decoder) throws Exception {
        String name = codec + mode;
        UserPage page = OPENED.page();
        goLive(page, codec, mode, name, 1280, "passthrough: '1'");
        EnhancedFlv flv = EnhancedFlv.take(OPENED.server().http("/live/" + name + ".flv"), MILLIS);
        page.stop();

        assertTrue(flv.codecs().contains(fourCc), flv.codecs()::toString);
        Path file = directory.resolve(name + ".ivf");
        Ivf.write(file, ivf, flv.video());
        List<Integer> pictures = pictures(file, decoder);
        // The mode is set in mid-stream, and what was under way then may be shown twice or not.
        assertEquals(flv.video().size(), pictures.size(), 1, "a picture of each frame");
        assertTrue(pictures.contains(PICTURE), pictures::toString);
    }

    /**
     * A decoder that gave out each layer would give pictures of several sizes, or two at a time.
     */
    @ParameterizedTest
    @CsvSource({"VP9, L2T2_KEY", "AV1, L2T2_KEY"})
    void ofAllLayersOnePictureIsTranscoded(String codec, String mode) throws Exception {
        String name = "made" + codec + mode;
        UserPage page = OPENED.page();
        goLive(page, codec, mode, name, 640, "");
        Path file = Recording.take(directory, OPENED.server().http("/live/" + name + ".flv"), 3);
        page.stop();

        Recording.assertClean(file);
        assertEquals(List.of("aac", "h264"), Recording.codecs(file));
        List<Integer> pictures = pictures(file, "h264");
        assertEquals(List.of(PICTURE / 4), pictures.stream().distinct().toList());
        List<Double> times = Packets.of(file, "v").times();
        long moments = times.stream().distinct().count();
        assertTrue(times.size() - moments <= 2, "more than the mode's beginning");
    }

    /** Goes live, and has the camera sent in layers from then on. */
    private static void goLive(
            UserPage page, String codec, String mode, String name, int width, String options) {
        page.run("await user.setConfig({codecs: {videoCodec: '%s'}})".formatted(codec));
        page.run(
                "await user.startPreview({videoDeviceConfig: {width: %d, height: %d}})"
                        .formatted(width, width * 9 / 16));
        page.goLive(name, options);
        page.run(
                """
                const [peer] = peers.slice(-1);
                const sender = peer.getSenders().find(({track}) => track?.kind === 'video');
                const scale = async () => {
                  const parameters = sender.getParameters();
                  parameters.encodings[0].scalabilityMode = 'MODE';
                  await sender.setParameters(parameters);
                };
                await scale().catch(scale); // when the page has just set others
                await until(async () => {
                  const {scalabilityMode, frameWidth} = await sent('video');
                  return scalabilityMode === 'MODE' && frameWidth === WIDTH;
                });"""
                        .replace("MODE", mode)
                        .replace("WIDTH", Integer.toString(width)));
    }

    /** Bytes of each picture that is shown; that the decoder says nothing is checked, too. */
    private static List<Integer> pictures(Path file, String decoder) throws Exception {
        return Program.run(
                        directory,
                        "ffmpeg -v error -c:v %s -i %s -an -fps_mode passthrough -autoscale 0 -f framecrc -"
                                .formatted(decoder, file)
                                .split(" ", -1))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Integer.valueOf(line.split(",", -1)[4].strip()))
                .toList();
    }
}
