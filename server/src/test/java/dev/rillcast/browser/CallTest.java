package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two browsers in a call: what they see and hear of each other, from the first ring to the end. */
@Tag("browser")
@Timeout(120)
class CallTest {
    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    private CallPage ada;
    private CallPage ben;

    @BeforeEach
    void enter() throws Exception {
        List<CallPage> users = ROOM.entered("Ada", "Ben");
        ada = users.getFirst();
        ben = users.getLast();
    }

    @Test
    void bothSeeAndHearEachOtherAndTheListSaysSo() {
        assertEquals("available", ada.run("return peer('" + ben.id() + "').state"));
        ada.call(ben);
        ada.await("peer('" + ben.id() + "').state === 'ringing'");
        ben.await("peer('" + ada.id() + "').state === 'ringing'");
        ben.answer(ada);
        for (CallPage me : List.of(ada, ben)) {
            CallPage other = me.equals(ada) ? ben : ada;
            me.awaitEvent("CallActive", other);
            me.await("peer('" + other.id() + "').state === 'incall'");
            me.seesCamera(other);
            me.hears(other);
            assertTrue(me.check("told('CallActive', '%s').length === 1".formatted(other.id())));
            assertEquals(
                    other.name(),
                    me.run(
                            "return told('CallActive', '%s')[0].data.remoteUserName"
                                    .formatted(other.id())));
        }
        ada.hangUp(ben);
        ada.isDoneWith(ben);
    }

    @Test
    void bothGetTheFiguresOfTheCall() {
        ada.talkTo(ben);
        ada.await(hasFigures(ben));
        ben.await(hasFigures(ada));
        assertEquals("opus", ada.run("return figures('" + ben.id() + "').audioCodec"));
        ada.hangUp(ben);
        ada.isDoneWith(ben);
    }

    private static String hasFigures(CallPage other) {
        return """
               ((f) => f?.videoBitrate > 0 && f.audioBitrate > 0 && f.framerate > 0
                   && f.frameWidth === 320 && f.frameHeight === 180 && f.roundTripTime >= 0
                   && f.packetLoss >= 0 && f.videoCodec.length > 0)(figures('%s'))"""
                .formatted(other.id());
    }

    @Test
    void whatIsMutedIsBlackAndSilentForTheOtherWhoIsToldSo() {
        ada.talkTo(ben);
        ben.seesCamera(ada);
        ben.hears(ada);
        ada.run("user.muteVideo(true); user.muteAudio(true)");
        ben.sees("black", ada);
        ben.hearsNothingOf(ada);
        ben.await("((p) => p.videoMuted && p.audioMuted)(peer('" + ada.id() + "'))");
        ada.seesCamera(ben);
        ada.hears(ben);
        ada.run("user.muteVideo(false); user.muteAudio(false)");
        ben.seesCamera(ada);
        ben.hears(ada);
        ben.await("((p) => !p.videoMuted && !p.audioMuted)(peer('" + ada.id() + "'))");
    }

    @Test
    void anotherPictureTakesThePlaceOfTheCamerasWithoutNegotiation() {
        ada.talkTo(ben);
        ben.seesCamera(ada);
        int negotiations = (int) ada.run("return negotiations");
        ada.run("await user.setMediaStream({stream: canvas('blue', 320, 180)})");
        ben.sees("blue", ada);
        ada.run("await user.startPreview({videoDeviceConfig: {source: 'screen'}})");
        ben.await("!['blue', 'nothing'].includes(color('" + ada.id() + "'))");
        // The fake screen is as green, but 4:3; the third of the fake cameras does not move.
        ada.run("await user.setVideoDevice({device: 2, width: 640, height: 360, framerate: 15})");
        ben.await(
                "((s) => s.videoWidth > 320 && s.videoWidth * 3 > s.videoHeight * 5)(screens.get('%s'))"
                        .formatted(ada.id()));
        ben.sees("green", ada);
        ada.run("await user.setVideoDevice({device: 0, width: 320, height: 180, framerate: 15})");
        ben.await("screens.get('" + ada.id() + "').videoWidth === 320");
        ben.seesCamera(ada);
        ben.hears(ada);
        assertEquals(negotiations, ada.run("return negotiations"));
        assertEquals(1, ben.count("RemoteStreamAdded", ada));
    }

    @Test
    void aPictureThatComesLaterIsNegotiatedFromEitherSide() {
        withoutCameras();
        assertTrue(ben.check("!" + hasVideo(ada)));
        ben.run("await user.setVideoDevice({device: 0, width: 320, height: 180, framerate: 15})");
        ada.seesCamera(ben);
        assertTrue(ada.check(hasVideo(ben)));
        ada.run("await user.setVideoDevice({device: 0, width: 320, height: 180, framerate: 15})");
        ben.seesCamera(ada);
        assertTrue(ben.check(hasVideo(ada)));
        ada.hears(ben);
        ben.hears(ada);
        ada.hangUp(ben);
        ada.isDoneWith(ben);
    }

    @Test
    void picturesThatComeFromBothSidesAtOnceAllArrive() {
        withoutCameras();
        for (CallPage me : List.of(ada, ben)) {
            me.run("user.setVideoDevice({device: 0, width: 320, height: 180, framerate: 15})");
        }
        ada.seesCamera(ben);
        ben.seesCamera(ada);
        assertTrue(ada.check(hasVideo(ben)));
        assertTrue(ben.check(hasVideo(ada)));
        assertTrue(ada.check(sameStream(ben)));
        assertTrue(ben.check(sameStream(ada)));
        ada.hears(ben);
    }

    private void withoutCameras() {
        for (CallPage me : List.of(ada, ben)) {
            me.run("await user.startPreview({videoDeviceConfig: {device: false}})");
        }
        ada.talkTo(ben);
        ada.hears(ben);
        ben.hears(ada);
    }

    private static String hasVideo(CallPage other) {
        return "told('RemoteStreamAdded', '%s').at(-1).data.metadata.hasVideo"
                .formatted(other.id());
    }

    private static String sameStream(CallPage other) {
        return "new Set(told('RemoteStreamAdded', '%s').map(({data}) => data.stream)).size === 1"
                .formatted(other.id());
    }

    @Test
    void theCalledOneMayHangUpToo() {
        ada.talkTo(ben);
        ben.hangUp(ada);
        ben.isDoneWith(ada);
        assertEquals(List.of("hungUp"), ada.reasons("CallDropped", ben));
    }

    @Test
    void aCallFreesTheDevicesThatItOpenedAndLeavesThoseOfThePage() {
        ada.run("await user.startPreview({})");
        ada.talkTo(ben);
        assertTrue(ben.check("told('StartPreviewSuccess').length === 1"));
        ben.seesCamera(ada);
        ada.hangUp(ben);
        ada.awaitEvent("CallDropped", ben);
        ben.awaitEvent("CallDropped", ada);
        ben.awaitFreeDevices();
        assertTrue(ada.check("captured.every((track) => track.readyState === 'live')"));
        ada.run("await user.stopPreview()");
        ada.awaitFreeDevices();
    }

    @Test
    void afterACallTheSameTwoMayTalkAgain() {
        ada.talkTo(ben);
        ada.hangUp(ben);
        ben.awaitEvent("CallDropped", ada);
        ben.call(ada);
        ada.answer(ben);
        ada.awaitEvent("CallActive", ben, 2);
        ada.seesCamera(ben);
        ben.seesCamera(ada);
        assertEquals(1, ada.count("CallDropped", ben));
    }
}
