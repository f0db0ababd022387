package dev.rillcast.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.Recording;
import dev.rillcast.TestServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The specification's examples, put together to an application as people wrote them. */
@Tag("browser")
@Timeout(120)
class SpecApplicationTest {
    private static final String INGEST = "rtmp://myIngestServer.com:1935/live/webrtcBroadcast";

    /** The examples' own STUN and TURN servers are somebody's: no look-ups. */
    private static final List<String> OPTIONS =
            List.of(
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
                    "--allow-loopback-in-peer-connection");

    @TempDir private Path directory;

    @Test
    void theExamplesInARowGoLiveAndComeBack() throws Exception {
        SpecDocument document = SpecDocument.read();
        try (TestServer server = TestServer.start();
                Browsers browsers = new Browsers(OPTIONS);
                BrowserContext window = browsers.window(800, 600);
                Application application = Application.open(window, server)) {
            Script script = new Script(document, application, server, "");
            application.value("externalStream = tone(), 0");
            script.run("RtcUser", "checkSupport", "setConfig", "setIceServers");
            application.value("listen()");
            script.runFor("ReceivedServerStats", "checkServer");
            script.runFor("ReceivedDeviceList", "getDevices");
            script.runFor("SignInSuccess", "signIn");
            script.run("isSignedIn", "addScreenCaptureExtension");
            script.runFor("StartPreviewSuccess", "startPreview");
            script.run("getSelectedVideoDevice", "getSelectedAudioDevice");
            script.runFor("StartBroadcastSuccess", "startBroadcast");
            script.runFor("ReceivedWebRTCStats", "enableStats");
            sendsPictureAndSound(server);
            script.run("setVideoDevice", "setAudioDevice", "injectExternalMediaStream");
            sendsMetaData(server, script);
            script.run("muteVideo", "muteAudio");
            script.runFor("StopBroadcastSuccess", "stopBroadcast");
            script.runFor("StopPreviewSuccess", "stopPreview");
            script.runFor("SignOutSuccess", "signOut");
            assertEquals(List.of(), application.errorEvents());
            assertEquals(List.of(), application.complaints());
        }
    }

    @Test
    void theExamplesInARowCallSomebody() throws Exception {
        SpecDocument document = SpecDocument.read();
        try (TestServer server = TestServer.start();
                Browsers browsers = new Browsers(OPTIONS);
                BrowserContext window = browsers.window(800, 600);
                Application application = Application.open(window, server);
                Application other = Application.open(window, server)) {
            Script first = new Script(document, application, server, "");
            first.run("setConfig", "setIceServers");
            String id = signIn(first);
            String otherId = signIn(new Script(document, other, server, ""));
            Script script = new Script(document, application, server, otherId);
            Script otherScript = new Script(document, other, server, id);
            script.runFor("StartPreviewSuccess", "startPreview");
            script.runFor("EnterRoomSuccess", "enterRoom");
            otherScript.runFor("EnterRoomSuccess", "enterRoom");

            script.run("invokeCall");
            other.awaitEvent("CallIncoming");
            otherScript.run("declineCall");
            application.awaitEvent("CallDeclined");
            other.answerAll();
            script.run("invokeCall");
            application.awaitEvent("RemoteStreamAdded");
            application.awaitEvent("CallActive");
            other.awaitEvent("CallActive");
            script.runFor("ReceivedWebRTCStats", "enableStats");
            script.run("setVideoDevice", "muteVideo", "muteAudio");
            script.runFor("CallDropped", "hangUpCall");
            other.awaitEvent("CallDropped");
            script.runFor("LeaveRoomSuccess", "leaveRoom");
            other.awaitEvent("RemotePeerDisconnected");
            for (Application each : List.of(application, other)) {
                each.settle();
                assertEquals(List.of(), each.errorEvents());
                assertEquals(List.of(), each.complaints());
            }
        }
    }

    /** Tells the user's id. */
    private static String signIn(Script script) {
        script.run("signIn");
        return (String) script.application.awaitEvent("SignInSuccess").get("userId");
    }

    private void sendsPictureAndSound(TestServer server) throws Exception {
        Path file = Recording.take(directory, server.http("/live/webrtcBroadcast.flv"), 3);
        Recording.assertClean(file);
        assertEquals(List.of("aac", "h264"), Recording.codecs(file));
    }

    /** A player that is there already gets what the example sends. */
    private static void sendsMetaData(TestServer server, Script script) throws Exception {
        URI player = URI.create(server.http("/live/webrtcBroadcast.flv"));
        try (InputStream stream = player.toURL().openStream()) {
            assertTrue(stream.read() >= 0);
            script.run("sendMetaData");
            Instant end = Instant.now().plusSeconds(20);
            StringBuilder received = new StringBuilder();
            byte[] buffer = new byte[1 << 16];
            while (received.indexOf("myInteger") < 0) {
                int length = stream.read(buffer);
                assertTrue(length > 0 && Instant.now().isBefore(end), "the values don't come");
                received.append(new String(buffer, 0, length, ISO_8859_1));
            }
        }
    }

    /** The document's examples with this server's addresses, and ids, in the places of others'. */
    private record Script(
            SpecDocument document, Application application, TestServer server, String otherId) {
        void run(String... methods) {
            for (String method : methods) {
                application.run(
                        document.example(method)
                                .code()
                                .replace("https://rtc-lb.nanocosmos.de", server.http(""))
                                .replace("49647969", otherId)
                                .replace(INGEST, server.rtmp("webrtcBroadcast"))
                                // The example leaves it out.
                                .replace("startBroadcast()", "startBroadcast(broadcastConfig)"));
            }
        }

        void runFor(String event, String method) {
            run(method);
            application.awaitEvent(event);
        }
    }
}
