import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import type { BroadcastConfig } from "../src/types";
import { ScriptedPeer } from "./scripted-peer";
import { ScriptedSocket, settle } from "./scripted-socket";
import { CONFIG, OUTPUT, restore, ScriptedUser, SERVER } from "./scripted-user";

let script: ScriptedUser;
let user: RtcUser;
let events: ScriptedUser["events"];

beforeEach(() => {
  script = new ScriptedUser();
  ({ user, events } = script);
});

afterEach(restore);

test("signing in tells server and user id, as a string", async () => {
  const socket = await script.signIn();
  expect(socket.url).toBe("ws://localhost:8080/p/webrtcws");
  expect(socket.sent[0]).toEqual({ type: "signIn", id: 1, version: 1, userName: "Ada" });
  expect(events[0]?.data).toEqual({ server: "http://localhost:8080", userId: "49647969" });
  expect(user.isSignedIn()).toBe(true);
});

test("a refused sign-in closes the socket and fills text, data.error and error alike", async () => {
  const done = user.signIn(SERVER);
  await settle();
  const socket = ScriptedSocket.last;
  socket.open();
  await settle();
  socket.say({ type: "error", id: 1, error: { code: 103001, name: "No", message: "Wrong" } });
  await expect(done).rejects.toMatchObject({ code: 103001 });
  const [event] = events;
  expect(event).toMatchObject({ name: "SignInError", data: { text: "Wrong" } });
  expect(event?.data["error"]).toBe(event?.error);
  expect(socket.readyState).toBe(3);
  expect(user.isSignedIn()).toBe(false);
});

test("a second sign-in is not allowed", async () => {
  await script.signIn();
  await expect(user.signIn(SERVER)).rejects.toMatchObject({ code: 1006 });
});

test("a wrong argument raises the error event after the call has returned, and never throws", async () => {
  const broken = user.startBroadcast(undefined as unknown as BroadcastConfig);
  expect(events).toEqual([]);
  await expect(broken).rejects.toMatchObject({ code: 1001, userinfo: { argument: "config" } });
  expect(script.names).toEqual(["StartBroadcastError"]);
});

test("a broadcast needs a session, and a preview", async () => {
  await expect(user.startBroadcast(CONFIG)).rejects.toMatchObject({ code: 4001 });
  await script.signIn();
  await expect(user.startBroadcast(CONFIG)).rejects.toMatchObject({ code: 6001 });
});

test("the offer goes out at once; status 6 makes the broadcast a success", async () => {
  const [socket, started] = await script.offer();
  expect(socket.sent[1]).toEqual({
    type: "startBroadcast",
    id: 2,
    picture: { width: 1280, height: 720 },
    sdp: "the offer",
    transcodingTargets: { output: OUTPUT },
  });
  socket.say({ type: "broadcastStatus", state: 5, message: "connected", text: "" });
  await settle();
  expect(script.names).not.toContain("StartBroadcastSuccess");
  socket.say({ type: "broadcastStatus", state: 6, message: "broadcasting", text: "Live" });
  expect(await started).toMatchObject({ output: OUTPUT, streamname: "show" });
  const status = { state: 6, message: "broadcasting", text: "Live", streamname: "show" };
  expect(events.at(-2)).toMatchObject({ name: "BroadcastStatus", data: status });
});

test("the stream's name is what the server says", async () => {
  const [socket, started] = await script.offer();
  socket.say({ type: "broadcastStatus", state: 6, streamname: "decoded name" });
  expect(await started).toMatchObject({ streamname: "decoded name" });
});

test("video keeps its size within the highest bitrate, which may change in mid-broadcast", async () => {
  await script.goLive();
  const wanted = {
    encodings: [{ maxBitrate: 2_500_000 }],
    degradationPreference: "maintain-resolution",
  };
  expect(ScriptedPeer.last.videoParameters()).toEqual(wanted);
  user.setConfig({ bitrates: { videoSendBitrate: 800 } });
  await settle();
  expect(ScriptedPeer.last.videoParameters()?.encodings).toEqual([{ maxBitrate: 800_000 }]);
});

test("an end before status 6 is a failed start, one after it a broken broadcast", async () => {
  const error = { code: 109000, name: "RtmpFailed", message: "The ingest is gone" };
  const [socket, started] = await script.offer();
  socket.say({ type: "broadcastEnded", error });
  await expect(started).rejects.toMatchObject(error);
  expect(events.at(-1)).toMatchObject({ name: "StartBroadcastError", error: { code: 109000 } });
  const again = user.startBroadcast(CONFIG);
  await settle();
  socket.ok({ sdp: "v=0\r\n" });
  socket.say({ type: "broadcastStatus", state: 6 });
  await again;
  socket.say({ type: "broadcastEnded", error });
  expect(events.at(-1)).toMatchObject({ name: "BroadcastError", error: { code: 109000 } });
  expect(ScriptedPeer.last.connectionState).toBe("closed");
});

test("stopping closes the peer connection after the server's ok", async () => {
  const socket = await script.goLive();
  const stopped = user.stopBroadcast();
  await settle();
  expect(ScriptedPeer.last.connectionState).not.toBe("closed");
  socket.ok();
  await stopped;
  expect(ScriptedPeer.last.connectionState).toBe("closed");
  expect(script.names.at(-1)).toBe("StopBroadcastSuccess");
  await expect(user.stopBroadcast()).rejects.toMatchObject({ code: 1006 });
});

test("stopping before the broadcast is live fails the start", async () => {
  const [socket, started] = await script.offer();
  const stopped = user.stopBroadcast();
  await settle();
  socket.ok();
  await stopped;
  await expect(started).rejects.toMatchObject({ code: 5001 });
});

test("a lost socket ends the broadcast and the session, saying why", async () => {
  const socket = await script.goLive();
  socket.lose(1006);
  expect(script.names.slice(-2)).toEqual(["BroadcastError", "ServerError"]);
  expect(events.at(-2)).toMatchObject({ error: { code: 3000 } });
  expect(user.isSignedIn()).toBe(false);
});

test("a media connection that fails before the broadcast is live fails the start", async () => {
  const [socket, started] = await script.offer();
  ScriptedPeer.last.become("failed");
  vi.advanceTimersByTime(500);
  await expect(started).rejects.toMatchObject({ code: 5001 });
  expect(socket.sent.at(-1)).toMatchObject({ type: "stopBroadcast" });
});

test("of a connection that the server has closed its word is told, not ours", async () => {
  const error = { code: 109000, name: "RtmpFailed", message: "The ingest is gone" };
  const [socket, started] = await script.offer();
  ScriptedPeer.last.become("failed");
  vi.advanceTimersByTime(400);
  socket.say({ type: "broadcastEnded", error });
  await expect(started).rejects.toMatchObject(error);
  vi.advanceTimersByTime(400);
  expect(script.names.filter((name) => name === "StartBroadcastError")).toHaveLength(1);
});

test("a broadcast that does not become live in 30 s is given up", async () => {
  const [, started] = await script.offer();
  vi.advanceTimersByTime(30_000);
  await expect(started).rejects.toMatchObject({ code: 5001 });
});

test("signing out stops the broadcast first", async () => {
  const socket = await script.goLive();
  const done = user.signOut();
  await settle();
  socket.ok();
  await settle();
  socket.ok();
  await done;
  expect(socket.sent.slice(-2).map(({ type }) => type)).toEqual(["stopBroadcast", "signOut"]);
  expect(script.names.slice(-2)).toEqual(["StopBroadcastSuccess", "SignOutSuccess"]);
  expect(user.isSignedIn()).toBe(false);
});

test("another preview in mid-broadcast replaces the tracks, and only then stops the old ones", async () => {
  await script.goLive();
  const [before] = ScriptedPeer.last.tracks();
  await user.startPreview({ audioDeviceConfig: { device: false } });
  const [after] = ScriptedPeer.last.tracks();
  expect(after).not.toBe(before);
  expect([before?.readyState, after?.readyState]).toEqual(["ended", "live"]);
});

test("muting holds for previews to come", async () => {
  user.muteVideo(true);
  const { stream } = await user.startPreview({});
  expect(stream.getVideoTracks()[0]?.enabled).toBe(false);
  expect(stream.getAudioTracks()[0]?.enabled).toBe(true);
  user.muteVideo(false);
  expect(stream.getVideoTracks()[0]?.enabled).toBe(true);
});

test("devices are told by label and index", async () => {
  const { devices } = await user.getDevices();
  expect(devices).toEqual({
    videodevices: [
      { id: "Front camera", index: 0 },
      { id: "Camera 2", index: 1 },
    ],
    audiodevices: [{ id: "Headset", index: 0 }],
  });
});

test("an index asks for exactly that device, at the wished size", async () => {
  const videoDeviceConfig = { device: 1, width: 640, framerate: 30 };
  const { constraints } = await user.startPreview({ videoDeviceConfig });
  expect(constraints.video).toEqual({
    deviceId: { exact: "c2" },
    width: { ideal: 640 },
    frameRate: { ideal: 30 },
  });
});

test("an index beyond the list is refused, naming the argument", async () => {
  const config = { videoDeviceConfig: { device: 5 } };
  await expect(user.startPreview(config)).rejects.toMatchObject({
    code: 6004,
    userinfo: { argument: "config.videoDeviceConfig.device" },
  });
  expect(events[0]?.data["error"]).toBe(events[0]?.data["text"]);
});
