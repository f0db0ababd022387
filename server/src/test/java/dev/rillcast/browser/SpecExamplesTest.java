package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.playwright.BrowserContext;
import dev.rillcast.TestServer;
import dev.rillcast.browser.SpecDocument.Example;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API's specification, held to its word: its methods exist, its examples run as they are. */
@Tag("browser")
@Timeout(120)
class SpecExamplesTest {
    /**
     * What each example, or all of a method, comes to. The page is fresh, signed in, has a preview
     * as well, or is live as well; or it is in a room with another user, is called by that one, or
     * in a call. Then the example runs: the event that it must raise, and what becomes true. Last,
     * the event that it must raise in a fresh page, where that is out of place. (The example of
     * answerCall calls hangUpCall.)
     */
    private static final List<Outcome> OUTCOMES =
            Outcome.table(
                    """
                    RtcUser | fresh | | rtcUser instanceof RtcUser |
                    checkSupport | fresh | | RtcUser.checkSupport() === 0 |
                    signIn | fresh | SignInSuccess | rtcUser.isSignedIn() |
                    signOut | signedIn | SignOutSuccess | !rtcUser.isSignedIn() | SignOutError
                    isSignedIn | signedIn | | isSignedIn === true |
                    setConfig | fresh | | |
                    setIceServers | fresh | | |
                    checkServer | fresh | ReceivedServerStats | last.ReceivedServerStats.stats.server_version !== undefined |
                    enableStats 1 | live | ReceivedWebRTCStats | last.ReceivedWebRTCStats.results.videoCodec === 'H264' |
                    enableStats 2 | live | | |
                    enableStats 3 | live | ReceivedWebRTCStats | last.ReceivedWebRTCStats.results.audioCodec === 'opus' |
                    startBroadcast | preview | StartBroadcastError | last.StartBroadcastError.text.includes('config') | StartBroadcastError
                    stopBroadcast | live | StopBroadcastSuccess | | StopBroadcastError
                    sendMetaData | live | | | SendMetaDataError
                    enterRoom | signedIn | EnterRoomSuccess | | EnterRoomError
                    leaveRoom | inRoom | LeaveRoomSuccess | | LeaveRoomError
                    invokeCall | inRoom | CallActive | stateOfOther() === 'incall' | CallError
                    hangUpCall | inCall | CallDropped | stateOfOther() === 'available' | CallError
                    answerCall | called | | stateOfOther() === 'available' | CallError
                    declineCall | called | | stateOfOther() === 'available' | CallError
                    addScreenCaptureExtension | fresh | | |
                    isScreenCaptureAvailable | fresh | | later(1000) |
                    getDevices | fresh | ReceivedDeviceList | last.ReceivedDeviceList.devices.videodevices[0].index === 0 |
                    setVideoDevice | preview | | rtcUser.getSelectedVideoDevice()[0].label !== '' |
                    setVideoDevice 4 | preview | | rtcUser.getSelectedVideoDevice().length === 0 |
                    setAudioDevice | preview | | rtcUser.getSelectedAudioDevice()[0].label !== '' |
                    setAudioDevice 4 | preview | | rtcUser.getSelectedAudioDevice().length === 0 |
                    getSelectedVideoDevice | preview | | device[0].label !== '' |
                    getSelectedAudioDevice | preview | | device[0].label !== '' |
                    startPreview | fresh | StartPreviewSuccess | pictureMoves() |
                    stopPreview | preview | StopPreviewSuccess | video.srcObject === null | StopPreviewError
                    muteVideo | preview | | pictureIsBlack() |
                    muteAudio | preview | | !video.srcObject.getAudioTracks()[0].enabled |
                    injectExternalMediaStream | preview | | | MediaStreamError
                    """);

    private static SpecDocument document;
    private static TestServer server;
    private static Browsers browsers;
    private static BrowserContext window;

    /** Somebody who answers all calls. */
    private static Application other;

    @BeforeAll
    static void open() throws Exception {
        document = SpecDocument.read();
        server = TestServer.start();
        // The examples name STUN and TURN servers of other people.
        browsers =
                new Browsers(
                        List.of(
                                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
                                "--allow-loopback-in-peer-connection"));
        window = browsers.window(800, 600);
        other = Application.open(window, server);
        other.answerAll();
    }

    @AfterAll
    static void close() {
        other.close();
        browsers.close();
        server.close();
    }

    @Test
    void everyMethodOfTheDocumentExists() throws Exception {
        assertEquals(29, document.methods().size());
        try (Application application = Application.open(window, server)) {
            for (String method : document.methods()) {
                assertEquals("function", application.value("typeof rtcUser." + method), method);
            }
            assertEquals("function", application.value("typeof RtcUser.checkSupport"));
            assertEquals("function", application.value("typeof nanowebrtc.user.checkSupport"));
        }
    }

    @Test
    void everyExampleHasAnOutcome() {
        Set<Outcome> unused = new HashSet<>(OUTCOMES);
        for (Example example : document.examples()) {
            unused.remove(Outcome.of(example, OUTCOMES));
        }
        assertEquals(Set.of(), unused);
    }

    static Stream<Example> examples() throws Exception {
        return SpecDocument.read().examples().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExampleRunsVerbatim(Example example) throws Exception {
        Outcome outcome = Outcome.of(example, OUTCOMES);
        try (Application application = Application.open(window, server)) {
            String otherId = prepare(application, outcome.before());
            application.run(localized(example, otherId));
            if (!outcome.raises().isEmpty()) {
                application.awaitEvent(outcome.raises());
            }
            if (!outcome.then().isEmpty()) {
                application.await(outcome.then());
            }
            application.settle();
            other.settle();
            if (!outcome.raises().endsWith("Error")) {
                assertEquals(List.of(), application.errorEvents(), example.toString());
            }
            assertEquals(List.of(), application.complaints(), example.toString());
        }
    }

    static Stream<Example> outOfPlace() throws Exception {
        return examples().filter(each -> !Outcome.of(each, OUTCOMES).before().equals("fresh"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outOfPlace")
    void outOfPlaceAnExampleFailsByAnEvent(Example example) throws Exception {
        String expected = Outcome.of(example, OUTCOMES).otherwise();
        try (Application application = Application.open(window, server)) {
            application.value("externalStream = tone(), 0");
            application.run(localized(example, "49647969"));
            if (!expected.isEmpty()) {
                application.awaitEvent(expected);
            }
            application.settle();
            assertEquals(List.of(), application.errorEvents(), example.toString());
            assertEquals(List.of(), application.complaints(), example.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Promise.reject('unhandled')",
                "setTimeout(x => x.y)",
                "console.error('no')"
            })
    void whatGoesWrongIsNoticed(String script) throws Exception {
        try (Application application = Application.open(window, server)) {
            application.run(script);
            application.settle();
            assertEquals(1, application.complaints().size());
        }
    }

    @Test
    void anExceptionIsNoticed() throws Exception {
        try (Application application = Application.open(window, server)) {
            assertThrows(AssertionError.class, () -> application.run("throw new Error('no')"));
        }
    }

    /** The example with this server's address and somebody's id in the places of others'. */
    private static String localized(Example example, String otherId) {
        return example.code()
                .replace("https://rtc-lb.nanocosmos.de", server.http(""))
                .replace("49647969", otherId);
    }

    /** Tells the id of the other user. */
    private static String prepare(Application application, String state) {
        application.value("externalStream = tone(), 0");
        String id = state.equals("fresh") ? "" : application.signIn(server);
        if (state.equals("preview") || state.equals("live")) {
            application.startPreview();
        }
        if (state.equals("live")) {
            application.goLive(server, "example");
        }
        String otherId = "";
        if (List.of("inRoom", "called", "inCall").contains(state)) {
            otherId = other.signIn(server);
            application.enterRoom();
            other.enterRoom();
            application.await("stateOfOther() === 'available'");
        }
        if (state.equals("called")) {
            other.call(id);
            application.awaitEvent("CallIncoming");
        }
        if (state.equals("inCall")) {
            application.call(otherId);
            application.awaitEvent("CallActive");
        }
        application.forgetEvents();
        return otherId;
    }

    /** A row of the table. */
    private record Outcome(
            String example, String before, String raises, String then, String otherwise) {
        static List<Outcome> table(String text) {
            return text.lines()
                    .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                    .map(
                            cells ->
                                    new Outcome(
                                            cells.get(0),
                                            cells.get(1),
                                            cells.get(2),
                                            String.join("|", cells.subList(3, cells.size() - 1)),
                                            cells.getLast()))
                    .toList();
        }

        /** The example's own row, or its method's. */
        static Outcome of(Example example, List<Outcome> all) {
            return Stream.of(example.toString(), example.method())
                    .flatMap(name -> all.stream().filter(each -> each.example.equals(name)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(example + " is not in the table"));
        }
    }
}
