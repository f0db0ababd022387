package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rillcast.Program;
import dev.rillcast.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What RtcUser does with a server, from signing in to being destroyed, in a real browser. */
@Tag("browser")
@Timeout(120)
class RtcUserTest {
    @RegisterExtension static final OpenedPage OPENED = new OpenedPage();

    private TestServer server;
    private UserPage page;

    @BeforeEach
    void open() {
        server = OPENED.server();
        page = OPENED.page();
    }

    /** What a call rejects with, as its code and text. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> refusal(String call) {
        return (Map<String, Object>)
                page.run(
                        "return "
                                + call
                                + ".then(() => ({}), ({code, text, userinfo}) => ({code, text, userinfo}))");
    }

    private Object last(String event) {
        return page.run(
                "return events.filter(({name}) => name === '" + event + "').at(-1)?.data.text");
    }

    private void signIn() {
        page.run("await user.signIn({server: '" + server.http("") + "', userName: 'Ada'})");
    }

    private String output(String name) {
        return "rtmp://127.0.0.1:" + server.config().ingest().port() + "/live/" + name;
    }

    private void goLive(String name) {
        page.run("await user.startPreview({videoDeviceConfig: {width: 640, height: 360}})");
        page.goLive(name);
    }

    @Test
    void signsInOnceAndOut() {
        assertEquals(4001, refusal("user.signOut()").get("code"));
        signIn();
        assertTrue(page.check("user.isSignedIn()"));
        assertEquals(
                1006, refusal("user.signIn({server: location.origin, userName: 'A'})").get("code"));
        page.run("await user.signOut()");
        assertTrue(page.check("!user.isSignedIn()"));
        assertEquals(
                List.of("SignOutError", "SignInSuccess", "SignInError", "SignOutSuccess"),
                page.events());
    }

    @Test
    void aServerThatCantBeReachedIsTold() throws Exception {
        String address = "localhost:" + Program.freePort();
        Map<String, Object> refusal =
                refusal("user.signIn({server: 'ws://" + address + "', userName: 'Ada'})");
        assertEquals(3000, refusal.get("code"));
        assertTrue(String.valueOf(refusal.get("text")).contains(address), refusal::toString);
        assertEquals(refusal.get("text"), last("SignInError"));
    }

    @Test
    void aWrongArgumentIsNamedAndNothingThrows() {
        page.run("user.startBroadcast(); user.signIn(); user.invokeCall(); user.sendMetaData()");
        page.run("await until(() => events.length === 4)");
        assertEquals(
                List.of(
                        "CallError: remoteUserId",
                        "SendMetaDataError: handlerName",
                        "SignInError: options",
                        "StartBroadcastError: config"),
                page.run(
                        """
                        return events
                            .map(({name, data}) => name + ': ' + data.error.userinfo.argument)
                            .sort();"""));
    }

    @Test
    void theServerTellsItsFigures() throws Exception {
        page.run("window.figures = await user.checkServer('" + server.http("/p/webrtc") + "')");
        assertTrue(page.check("figures.hostname.length > 0 && figures.active_connections >= 0"));
        assertEquals(List.of("ReceivedServerStats"), page.events());
        String nowhere = "http://localhost:" + Program.freePort();
        Map<String, Object> refusal = refusal("user.checkServer('" + nowhere + "')");
        assertEquals(refusal.get("text"), page.run("return events.at(-1).data.stats.error"));
    }

    @Test
    void theSettingsReachTheEncoder() {
        page.run(
                """
                user.setConfig({
                  codecs: {videoCodec: 'VP8'},
                  bitrates: {videoSendInitialBitrate: 300, videoSendBitrate: 400},
                });""");
        goLive("settings");
        assertNull(fallback());
        assertTrue(page.check("peers.at(-1).remoteDescription.sdp.includes('VP8/90000')"));
        assertTrue(page.check("peers.at(-1).remoteDescription.sdp.includes('start-bitrate=300')"));
        assertEquals(400_000, encoding("maxBitrate"));
        page.run("await user.setConfig({bitrates: {videoSendBitrate: 250}})");
        assertEquals(250_000, encoding("maxBitrate"));
        page.run("await until(async () => (await sent('video')).targetBitrate <= 250000)");
        page.stop();
    }

    private Object fallback() {
        return page.run(
                "return events.find(({data}) => data.message === 'codec_fallback')?.data.text");
    }

    private Object encoding(String parameter) {
        return page.run(
                """
                const senders = peers.at(-1).getSenders();
                const video = senders.find(({track}) => track.kind === 'video');
                return video.getParameters().encodings[0].\
                """
                        + parameter);
    }

    @Test
    void whatPassesThroughHasTheRatesThatWereAskedFor() {
        page.run("await user.startPreview({})");
        signIn();
        page.run(
                "await user.startBroadcast({transcodingTargets: {output: '"
                        + output("rates")
                        + "', videobitrate: '200000', framerate: 10, h264passthrough: '1'}})");
        assertEquals(200_000, encoding("maxBitrate"));
        page.run(
                """
                await until(async () => {
                  const {targetBitrate, framesPerSecond} = await sent('video');
                  return targetBitrate <= 200000 && framesPerSecond <= 11;
                });""");
        page.stop();
    }

    @Test
    void statisticsComeAtTheInterval() {
        page.run("user.enableStats(true, 200)");
        goLive("stats");
        page.run(
                """
                window.all = () => events.filter(({name}) => name === 'ReceivedWebRTCStats');
                await until(() => all().length >= 10 && all().at(-1).data.results.videoBitrate > 0);
                await user.enableStats(false);
                window.before = all().length;
                """);
        page.pass(700);
        assertTrue(page.check("all().length === before"));
        assertTrue(page.check("all().at(-1).data.results.videoCodec === 'H264'"));
        page.stop();
    }

    @Test
    void viewersGetTheMetaData() {
        goLive("meta");
        page.run(
                """
                const reader = (await fetch('/live/meta.flv')).body.getReader();
                await reader.read();
                await user.sendMetaData('onCuePoint', {name: 'goal', list: [1, {deep: null}]});
                let text = '';
                while (!/onCuePoint[^]*goal/.test(text)) {
                  const {value, done} = await reader.read();
                  if (done) throw new Error('The stream ended');
                  text = text.slice(-1000) + new TextDecoder('latin1').decode(value);
                }
                await reader.cancel();""");
        assertTrue(page.check("!events.some(({name}) => name.endsWith('Error'))"));
        page.stop();
        assertEquals(1006, refusal("user.sendMetaData('onCuePoint', {})").get("code"));
    }

    @Test
    void destroyingLeavesNothingBehind() {
        goLive("destroyed");
        page.run(
                """
                window.tracks = peers.at(-1).getSenders().map(({track}) => track);
                window.before = events.length;
                user.enableStats(true, 100);
                user.destroy();""");
        page.run("await until(() => tracks.every(({readyState}) => readyState === 'ended'))");
        assertTrue(page.check("peers.at(-1).connectionState === 'closed'"));
        page.run(
                """
                const other = new RtcUser();
                await until(async () => {
                  const {active_connections, active_passthroughs} =
                      await other.checkServer(location.origin);
                  return active_connections === 0 && active_passthroughs === 0;
                });""");
        assertTrue(page.check("events.length === before"));
        assertEquals(1006, refusal("user.startPreview({})").get("code"));
    }
}
