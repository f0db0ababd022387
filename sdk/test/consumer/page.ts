// A page's own script, which finds the class where rillcast.js puts it; compiled, never run.
import type {} from "rillcast/rillcast.js";

const rtcUser = new RtcUser();
const older: RtcUser = new window.nanowebrtc.user();
const remoteUserId = "49647969";

// Every method, with nothing but what the API's document says.
RtcUser.checkSupport();
rtcUser.checkSupport();
rtcUser.signIn({
  server: "https://your.server/p/webrtcws",
  userName: "WebrtcChatter",
  room: "myChatRoom",
  token: "token-123",
  serverUserName: "username",
  serverPassword: "password",
  bintuApiKey: "key",
});
rtcUser.isSignedIn();
rtcUser.setConfig({
  codecs: { videoCodec: "H264" },
  bitrates: { videoSendInitialBitrate: 500, videoSendBitrate: 1000 },
});
rtcUser.setIceServers([
  { urls: ["turn:turn.example.com:80?transport=udp"], username: "name", credential: "password" },
  { urls: ["stun:stun.example.com:19302"] },
]);
rtcUser.checkServer("https://your.server/p/webrtc");
rtcUser.enableStats();
rtcUser.enableStats(false);
rtcUser.enableStats(true, 5000);
rtcUser.getDevices();
rtcUser.startPreview({
  videoDeviceConfig: { device: 0, width: 640, height: 360, framerate: 30, source: "camera" },
  audioDeviceConfig: { device: 0 },
  elementId: "video-local",
  useWebView: true,
});
rtcUser.setVideoDevice({ device: 0, width: 640, height: 360, framerate: 30 });
rtcUser.setVideoDevice({ device: false });
rtcUser.setAudioDevice({ device: true });
rtcUser.getSelectedVideoDevice()[0]?.label;
rtcUser.getSelectedAudioDevice()[0]?.label;
rtcUser.muteVideo(true);
rtcUser.muteAudio(true);
rtcUser.addScreenCaptureExtension("nanoScreenCapture");
rtcUser.isScreenCaptureAvailable();
rtcUser.injectExternalMediaStream({ stream: new MediaStream(), tracks: ["audio"] });
rtcUser.startBroadcast({
  transcodingTargets: {
    output: "rtmp://ingest.example.com:1935/live/webrtcBroadcast",
    streamname: null,
    videobitrate: 500000,
    audiobitrate: 64000,
    framerate: 30,
    dropframes: "0",
    h264passthrough: "1",
    icecast_audio: "0",
    rtmpconnectinfo: { key1: "value1", key2: 7.5, key3: false },
  },
});
rtcUser.startBroadcast({
  transcodingTargets: { output: "rtmp://a/b", output2: "rtmp://c/d", videobitrate2: "500000" },
});
rtcUser.sendMetaData("onMetaData", { myString: "hello", myInteger: 1234 });
rtcUser.stopBroadcast();
rtcUser.stopPreview();
rtcUser.enterRoom();
rtcUser.invokeCall(remoteUserId);
rtcUser.answerCall(remoteUserId);
rtcUser.hangUpCall(remoteUserId);
rtcUser.declineCall(remoteUserId);
rtcUser.leaveRoom();
rtcUser.signOut();
rtcUser.destroy();
older.destroy();
