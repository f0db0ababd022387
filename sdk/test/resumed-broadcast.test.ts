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

async function startBroadcast(): Promise<void> {
  const socket = ScriptedSocket.last;
  await user.startPreview({});
  const started = user.startBroadcast(CONFIG);
  await settle();
  socket.ok({ sdp: "v=0\r\n" });
  socket.say({ type: "broadcastStatus", state: 6 });
  await started;
  first = ScriptedPeer.last;
}

/** The server refuses what it was asked last. */
function refuse(socket: ScriptedSocket, code: number): void {
  const error = { code, name: "No", message: "There is no broadcast" };
  socket.say({ type: "error", id: socket.sent.at(-1)?.["id"], error });
}

async function goLive(): Promise<ScriptedSocket> {
  const socket = await script.goLive();
  first = ScriptedPeer.last;
  return socket;
}

/** The server answers the question whether it is there, and then the offer. */
async function answer(socket: ScriptedSocket, sdp: string): Promise<void> {
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({ type: "iceServers" });
  socket.ok();
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({ type: "resumeBroadcast", sdp });
  socket.ok({ sdp: "v=0\r\n" });
  await settle();
}

const restart = (socket: ScriptedSocket) => answer(socket, "the restart");

/** A restart brings nothing, so that another connection is offered; `renewed` is it. */
async function renew(socket: ScriptedSocket): Promise<ScriptedPeer> {
  first.alive = false;
  first.become("failed");
  await restart(socket);
  await vi.advanceTimersByTimeAsync(4000);
  await answer(socket, "the offer");
  return ScriptedPeer.last;
}

const told = () => script.events.slice(-1)[0]?.data;
const asked = (socket: ScriptedSocket) => socket.sent.map(({ type }) => type);

test.each(["disconnected", "failed"])("a %s connection gets another way", async (state) => {
  const socket = await goLive();
  first.become(state);
  expect(told()).toMatchObject({ state: 7, message: "reconnecting_broadcast", streamname: "show" });
  expect(told()).not.toHaveProperty("target");
  await restart(socket);
  first.become("connected");
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toMatchObject({ state: 6, message: "broadcasting" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ScriptedPeer.last).toBe(first);
  expect(first.restarts).toEqual([false, true]);
  expect(script.names).not.toContain("BroadcastError");
});

test("the server's silence is noticed in a second, whatever the browser says", async () => {
  const socket = await goLive();
  first.become("connected");
  await vi.advanceTimersByTimeAsync(2000);
  const before = asked(socket).length;
  first.alive = false;
  await vi.advanceTimersByTimeAsync(750);
  expect(asked(socket).slice(before)).toContain("iceServers");
  expect(told()).not.toMatchObject({ state: 7 });
  await vi.advanceTimersByTimeAsync(500);
  expect(told()).toMatchObject({ state: 7, message: "reconnecting_broadcast" });
  await restart(socket);
  await vi.advanceTimersByTimeAsync(500);
  expect(told()).toMatchObject({ state: 7 });
  first.alive = true;
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toMatchObject({ state: 6, message: "broadcasting" });
});

test("feedback that comes once a second is no silence", async () => {
  await goLive();
  first.become("connected");
  for (let second = 0; second < 20; second++) {
    first.alive = true;
    await vi.advanceTimersByTimeAsync(250);
    first.alive = false;
    await vi.advanceTimersByTimeAsync(750);
  }
  expect(told()).not.toMatchObject({ state: 7 });
});

test("a socket that does not answer while media is silent is replaced at once", async () => {
  await script.signIn(SERVER, { resume: "first", resumeWithin: 30 });
  await startBroadcast();
  first.become("connected");
  await vi.advanceTimersByTimeAsync(2000);
  const socket = ScriptedSocket.last;
  first.alive = false;
  await vi.advanceTimersByTimeAsync(1750);
  const next = ScriptedSocket.last;
  expect(next).not.toBe(socket);
  next.open();
  await settle();
  expect(next.sent).toMatchObject([{ type: "resume", resume: "first" }]);
  next.ok({ resume: "second", resumeWithin: 30, received: 2 });
  await restart(next);
  first.alive = true;
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toMatchObject({ state: 6 });
  expect(ScriptedPeer.last).toBe(first);
});

test("a connection that no other way mends is replaced by another with the same tracks", async () => {
  const socket = await goLive();
  const tracks = first.tracks();
  const second = await renew(socket);
  expect(first.connectionState).toBe("closed");
  expect(second).not.toBe(first);
  expect(second.tracks()).toEqual(tracks);
  second.become("connected");
  await settle();
  expect(told()).toMatchObject({ state: 6, message: "broadcasting" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(script.names).not.toContain("BroadcastError");
  expect(script.names.filter((name) => name === "BroadcastStatus")).toHaveLength(3);
});

test("a server that has nothing to restart is offered another connection at once", async () => {
  const socket = await goLive();
  first.become("failed");
  await settle();
  socket.ok();
  await settle();
  refuse(socket, 107001);
  await answer(socket, "the offer");
  expect(ScriptedPeer.last).not.toBe(first);
});

test("one that mends itself while the socket is away, too, stays as it is", async () => {
  const socket = await goLive();
  first.become("disconnected");
  await vi.advanceTimersByTimeAsync(400);
  expect(asked(socket).at(-1)).toBe("iceServers");
  first.become("connected");
  socket.ok();
  await settle();
  expect(told()).toMatchObject({ state: 6 });
  expect(first.restarts).toEqual([false]);
});

test("a lost socket is waited for before the media connection gets another way", async () => {
  await script.signIn(SERVER, { resume: "first", resumeWithin: 30 });
  await startBroadcast();
  ScriptedSocket.last.lose();
  first.become("failed");
  await vi.advanceTimersByTimeAsync(1000);
  expect(first.restarts).toEqual([false]);
  const next = ScriptedSocket.last;
  next.open();
  await settle();
  next.ok({ resume: "second", resumeWithin: 30, received: 2 });
  await restart(next);
  first.become("connected");
  await vi.advanceTimersByTimeAsync(250);
  expect(told()).toMatchObject({ state: 6 });
});

test("what is set meanwhile holds for the new connection", async () => {
  installBrowser(["video/VP8", "video/H264"]);
  const socket = await goLive();
  first.become("failed");
  await settle();
  socket.ok();
  await settle();
  refuse(socket, 107001);
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
  (await renew(socket)).become("failed");
  await vi.advanceTimersByTimeAsync(2000);
  for (let attempt = 0; attempt < 2; attempt++) {
    await answer(socket, "the offer");
    ScriptedPeer.last.become("failed");
    await vi.advanceTimersByTimeAsync(4000);
  }
  expect(script.names).not.toContain("BroadcastError");
  await answer(socket, "the offer");
  await vi.advanceTimersByTimeAsync(16_000);
  expect(script.events.at(-1)).toMatchObject({ name: "BroadcastError", error: { code: 5002 } });
  expect(asked(socket).at(-1)).toBe("stopBroadcast");
  expect(ScriptedPeer.last.connectionState).toBe("closed");
  socket.say({ type: "broadcastEnded", error: {}, report });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked(socket).at(-1)).toBe("stopBroadcast");
  expect(script.names.filter((name) => name === "BroadcastError")).toHaveLength(1);
});

test.each([1006, 5002, 107001])("a refusal with %i of another connection ends it", async (code) => {
  const socket = await goLive();
  first.become("failed");
  for (let attempt = 0; attempt < 2; attempt++) {
    await settle();
    socket.ok();
    await settle();
    expect(asked(socket).at(-1)).toBe("resumeBroadcast");
    refuse(socket, code);
  }
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
  await renew(socket);
  Object.assign(ScriptedPeer.last, { getStats: async () => new Map([["1", outbound]]) });
  ScriptedPeer.last.become("connected");
  await vi.advanceTimersByTimeAsync(1000);
  expect(script.events.at(-1)).toMatchObject({
    name: "ReceivedWebRTCStats",
    data: { results: { packetLoss: 0 } },
  });
});
