import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import type { UserConfig } from "../src/types";
import { installBrowser, ScriptedPeer } from "./scripted-peer";
import { settle } from "./scripted-socket";
import { CONFIG, OUTPUT, restore, ScriptedUser } from "./scripted-user";

const STUN = { urls: ["stun:stun.example.com"] };

let script: ScriptedUser;
let user: RtcUser;

beforeEach(() => {
  script = new ScriptedUser();
  ({ user } = script);
});

afterEach(restore);

test.each([
  [undefined, 1001, "config"],
  [{ codecs: 7 }, 1001, "config.codecs"],
  [{ codecs: { videoCodec: "H265" } }, 1003, "config.codecs.videoCodec"],
  [{ bitrates: { videoSendBitrate: "fast" } }, 1001, "config.bitrates.videoSendBitrate"],
  [{ bitrates: { videoSendInitialBitrate: -1 } }, 1002, "config.bitrates.videoSendInitialBitrate"],
  [{ reconnect: { minDelay: 1 } }, 1002, "config.reconnect.minDelay"],
])("setConfig refuses %j with %i, naming %s", async (config, code, argument) => {
  await expect(user.setConfig(config as UserConfig)).rejects.toMatchObject({
    code,
    userinfo: { argument },
  });
  const [event] = script.events;
  expect(event).toMatchObject({ name: "SetConfigError", error: { code } });
  expect(event?.data).toEqual({ text: event?.error?.text, error: event?.error });
});

test("one wrong value changes nothing", async () => {
  user.setConfig({ bitrates: { videoSendBitrate: 800 }, reconnect: { minDelay: 1 } });
  await script.goLive();
  expect(ScriptedPeer.last.videoParameters()?.encodings).toEqual([{ maxBitrate: 2_500_000 }]);
});

test("bitrates count in kbit/s, and 0 means the default", async () => {
  await script.goLive();
  await user.setConfig({ bitrates: { videoSendBitrate: "800" } });
  expect(ScriptedPeer.last.videoParameters()?.encodings).toEqual([{ maxBitrate: 800_000 }]);
  await user.setConfig({ bitrates: { videoSendBitrate: 0 } });
  expect(ScriptedPeer.last.videoParameters()?.encodings).toEqual([{ maxBitrate: 2_500_000 }]);
});

test("the highest bitrate changes by a little each 5 s, so that the browser probes the line", async () => {
  await script.goLive();
  const highest = () => ScriptedPeer.last.videoParameters()?.encodings[0]?.maxBitrate;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(highest()).toBe(2_499_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(highest()).toBe(2_500_000);
});

const ASKED = { output: OUTPUT, videobitrate: 1e6, framerate: 15 };
const sent = () => ScriptedPeer.last.videoParameters()?.encodings;

test("passed through, the smaller of the target's bitrate and the highest one counts, and its frame rate", async () => {
  await script.goLive({ transcodingTargets: { ...ASKED, h264passthrough: "1" } });
  expect(sent()).toEqual([{ maxBitrate: 1_000_000, maxFramerate: 15 }]);
  await user.setConfig({ bitrates: { videoSendBitrate: 400 } });
  expect(sent()).toEqual([{ maxBitrate: 400_000, maxFramerate: 15 }]);
});

test("for a transcoder the best that may be sent is sent, until the server says that it passes through", async () => {
  const socket = await script.goLive({ transcodingTargets: ASKED });
  expect(sent()).toEqual([{ maxBitrate: 2_500_000 }]);
  const video = { mode: "passthrough", from: "H264", why: "no transcoder" };
  const status = { type: "broadcastStatus", state: 6, target: 1 };
  socket.say({ ...status, video });
  await settle();
  expect(sent()).toEqual([{ maxBitrate: 1_000_000, maxFramerate: 15 }]);
  expect(script.events.at(-1)?.data).toMatchObject({ target: 1, video });
  socket.say({ ...status, video: { ...video, mode: "transcoding" } });
  await settle();
  expect(sent()).toEqual([{ maxBitrate: 2_500_000 }]);
});

test("the wanted codec is offered first", async () => {
  installBrowser(["video/VP8", "video/rtx", "video/H264"]);
  await script.offer();
  expect(ScriptedPeer.last.codecs[0]?.mimeType).toBe("video/H264");
  expect(script.names).not.toContain("BroadcastStatus");
});

test.each(["VP8", "VP9", "AV1"] as const)(
  "%s is offered first where it is wanted",
  async (videoCodec) => {
    installBrowser(["video/H264", "video/VP8", "video/VP9", "video/AV1"]);
    await user.setConfig({ codecs: { videoCodec } });
    await script.offer();
    expect(ScriptedPeer.last.codecs[0]?.mimeType).toBe(`video/${videoCodec}`);
  },
);

test("a browser without the wanted codec sends what it has, and says so", async () => {
  installBrowser(["video/VP8", "video/VP9"]);
  await script.offer();
  expect(script.events.at(-1)).toMatchObject({
    name: "BroadcastStatus",
    data: {
      state: 4,
      message: "codec_fallback",
      text: "This browser can't send H264; it sends VP8 instead",
      streamname: "show",
    },
  });
});

test("a codec that the server takes in place of the wanted one is told, too", async () => {
  installBrowser(["video/VP8", "video/H264"]);
  const socket = await script.signIn();
  await user.startPreview({});
  user.setConfig({ codecs: { videoCodec: "VP8" } });
  user.startBroadcast(CONFIG);
  await settle();
  expect(script.names).not.toContain("BroadcastStatus");
  socket.ok({ sdp: "v=0\r\nm=video 9 X 102\r\na=rtpmap:102 H264/90000\r\n" });
  await settle();
  expect(script.events.at(-1)?.data).toMatchObject({
    state: 4,
    message: "codec_fallback",
    text: "The server does not take VP8; H264 is sent instead",
  });
});

test("a broadcast uses the ICE servers; wrong ones change nothing", async () => {
  await user.setIceServers([STUN]);
  await expect(user.setIceServers([{ urls: "http://a" }])).rejects.toMatchObject({
    userinfo: { argument: "iceServers[0].urls" },
  });
  expect(script.names).toEqual(["SetConfigError"]);
  await script.goLive();
  expect(ScriptedPeer.last.configuration.iceServers).toEqual([STUN]);
});

test("settings made right before a call count for it", async () => {
  await script.signIn();
  await user.startPreview({});
  user.setIceServers([STUN]);
  user.startBroadcast(CONFIG);
  await settle();
  expect(ScriptedPeer.last.configuration.iceServers).toEqual([STUN]);
});

test("statistics come at the interval while a broadcast runs, and stop when asked to", async () => {
  const outbound = { type: "outbound-rtp", kind: "video", timestamp: 1, bytesSent: 1 };
  await script.goLive();
  Object.assign(ScriptedPeer.last, { getStats: async () => new Map([["1", outbound]]) });
  const count = () => script.names.filter((name) => name === "ReceivedWebRTCStats").length;
  await user.enableStats(true, "500");
  await vi.advanceTimersByTimeAsync(1600);
  expect(count()).toBe(3);
  await user.enableStats(false);
  await vi.advanceTimersByTimeAsync(1600);
  expect(count()).toBe(3);
});

test.each([
  ["yes", 1000, "enable"],
  [true, "often", "interval"],
  [true, -1, "interval"],
])("enableStats(%j, %j) is refused, naming %s", async (enable, interval, argument) => {
  await expect(user.enableStats(enable as boolean, interval)).rejects.toMatchObject({
    userinfo: { argument },
  });
  expect(script.names).toEqual(["SetConfigError"]);
});
