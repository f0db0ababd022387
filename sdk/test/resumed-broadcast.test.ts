import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import { installBrowser, ScriptedPeer } from "./scripted-peer";
import { ScriptedSocket, settle } from "./scripted-socket";
import { CONFIG, restore, ScriptedUser, SERVER } from "./scripted-user";

let script: ScriptedUser;
let user: RtcUser;
/** The connection that the broadcast begins with. */
let first: ScriptedPeer;

beforeEach(() => {
  script = new ScriptedUser();
  ({ user } = script);
});

afterEach(restore);

async function goLive(): Promise<ScriptedSocket> {
  const socket = await script.goLive();
  first = ScriptedPeer.last;
  return socket;
}

/** The server answers the question whether it is there, and then the offer. */
async function answer(socket: ScriptedSocket): Promise<void> {
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({ type: "iceServers" });
  socket.ok();
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({ type: "resumeBroadcast", sdp: "the offer" });
  socket.ok({ sdp: "v=0\r\n" });
  await settle();
}

const told = () => script.events.slice(-1)[0]?.data;
const asked = (socket: ScriptedSocket) => socket.sent.map(({ type }) => type);

test("a failed media connection is replaced by another one with the same tracks", async () => {
  const socket = await goLive();
  const tracks = first.tracks();
  first.become("failed");
  expect(told()).toMatchObject({ state: 7, message: "reconnecting_broadcast", streamname: "show" });
  expect(told()).not.toHaveProperty("target");
  await answer(socket);
  expect(first.connectionState).toBe("closed");
  expect(ScriptedPeer.last).not.toBe(first);
  expect(ScriptedPeer.last.tracks()).toEqual(tracks);
  ScriptedPeer.last.become("connected");
  await settle();
  expect(told()).toMatchObject({ state: 6, message: "broadcasting" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(script.names).not.toContain("BroadcastError");
});

test("an interrupted one is given 3 s to mend itself", async () => {
  const socket = await goLive();
  const before = socket.sent.length;
  first.become("disconnected");
  expect(told()).toMatchObject({ state: 7, message: "reconnecting_broadcast" });
  await vi.advanceTimersByTimeAsync(2900);
  first.become("connected");
  expect(told()).toMatchObject({ state: 6, message: "broadcasting" });
  await vi.advanceTimersByTimeAsync(5000);
  expect(socket.sent).toHaveLength(before);
  first.become("disconnected");
  await vi.advanceTimersByTimeAsync(3000);
  await answer(socket);
  ScriptedPeer.last.become("connected");
  await settle();
  expect(script.names.filter((name) => name === "BroadcastStatus")).toHaveLength(5);
});

test("one that mends itself while the socket is away, too, stays", async () => {
  const socket = await goLive();
  first.become("disconnected");
  await vi.advanceTimersByTimeAsync(4000);
  expect(asked(socket).at(-1)).toBe("iceServers");
  first.become("connected");
  socket.ok();
  await settle();
  expect(told()).toMatchObject({ state: 6 });
  expect(ScriptedPeer.last).toBe(first);
});

test("a lost socket is waited for before the media connection is made anew", async () => {
  const socket = await script.signIn(SERVER, { resume: "first", resumeWithin: 30 });
  await user.startPreview({});
  const started = user.startBroadcast(CONFIG);
  await settle();
  socket.ok({ sdp: "v=0\r\n" });
  socket.say({ type: "broadcastStatus", state: 6 });
  await started;
  first = ScriptedPeer.last;
  socket.lose();
  first.become("failed");
  await vi.advanceTimersByTimeAsync(1000);
  expect(ScriptedPeer.last).toBe(first);
  const next = ScriptedSocket.last;
  next.open();
  await settle();
  next.ok({ resume: "second", resumeWithin: 30, received: 2 });
  await answer(next);
  ScriptedPeer.last.become("connected");
  await settle();
  expect(told()).toMatchObject({ state: 6 });
});

test("what is set meanwhile holds for the new connection", async () => {
  installBrowser(["video/VP8", "video/H264"]);
  const socket = await goLive();
  first.become("failed");
  await settle();
  socket.ok();
  await settle();
  const { stream } = await user.startPreview({});
  await user.setConfig({ codecs: { videoCodec: "VP8" }, bitrates: { videoSendBitrate: 800 } });
  socket.say({ type: "ok", id: socket.sent.at(-1)?.["id"], sdp: "v=0\r\n" });
  await settle();
  ScriptedPeer.last.become("connected");
  await settle();
  expect(new Set(ScriptedPeer.last.tracks())).toEqual(new Set(stream.getTracks()));
  expect(ScriptedPeer.last.videoParameters()).toMatchObject({
    encodings: [{ maxBitrate: 800_000 }],
    degradationPreference: "maintain-resolution",
  });
  expect(ScriptedPeer.last.codecs[0]?.mimeType).toBe("video/H264"); // as it began
  expect(script.names.filter((name) => name === "BroadcastStatus")).toHaveLength(3);
});

test("an attempt without a connection is followed by another, until 30 s are over", async () => {
  const socket = await goLive();
  const report = { id: "b1" };
  first.become("failed");
  for (let attempt = 0; attempt < 3; attempt++) {
    await answer(socket);
    ScriptedPeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(4000);
  }
  expect(script.names).not.toContain("BroadcastError");
  await answer(socket);
  await vi.advanceTimersByTimeAsync(18_000);
  expect(script.events.at(-1)).toMatchObject({ name: "BroadcastError", error: { code: 5002 } });
  expect(asked(socket).at(-1)).toBe("stopBroadcast");
  expect(ScriptedPeer.last.connectionState).toBe("closed");
  socket.say({ type: "broadcastEnded", error: {}, report });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked(socket).at(-1)).toBe("stopBroadcast");
  expect(script.names.filter((name) => name === "BroadcastError")).toHaveLength(1);
});

test.each([1006, 5002, 107001])("a refusal with %i ends it at once", async (code) => {
  const socket = await goLive();
  first.become("failed");
  await settle();
  socket.ok();
  await settle();
  socket.say({
    type: "error",
    id: socket.sent.at(-1)?.["id"],
    error: { code, name: "No", message: "There is no broadcast" },
  });
  await settle();
  const text = "The media connection to the server was lost: There is no broadcast";
  expect(script.events.at(-1)).toMatchObject({ name: "BroadcastError", data: { text } });
});

test("the page may stop it meanwhile", async () => {
  const socket = await goLive();
  first.become("failed");
  await settle();
  const stopped = user.stopBroadcast();
  await settle();
  socket.ok();
  await stopped;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked(socket).at(-1)).toBe("stopBroadcast");
  expect(script.names.at(-1)).toBe("StopBroadcastSuccess");
});

test("statistics go on with the new connection", async () => {
  const socket = await goLive();
  const outbound = { type: "outbound-rtp", kind: "video", timestamp: 1, packetsSent: 10 };
  await user.enableStats(true, 1000);
  first.become("failed");
  await answer(socket);
  Object.assign(ScriptedPeer.last, { getStats: async () => new Map([["1", outbound]]) });
  ScriptedPeer.last.become("connected");
  await vi.advanceTimersByTimeAsync(1000);
  expect(script.events.at(-1)).toMatchObject({
    name: "ReceivedWebRTCStats",
    data: { results: { packetLoss: 0 } },
  });
});
