import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DEFAULT_RECONNECT, type Reconnect } from "../src/reconnect";
import { Signalling } from "../src/signalling";
import { ScriptedSocket, settle } from "./scripted-socket";

let settings: Reconnect;
let signalling: Signalling;
let online: EventTarget;
const observer = {
  received: vi.fn(),
  away: vi.fn(),
  back: vi.fn(),
  lost: vi.fn(),
  reconnect: () => settings,
};

beforeEach(async () => {
  vi.useFakeTimers();
  ScriptedSocket.install();
  online = new EventTarget();
  vi.stubGlobal("addEventListener", online.addEventListener.bind(online));
  vi.stubGlobal("removeEventListener", online.removeEventListener.bind(online));
  settings = DEFAULT_RECONNECT;
  const opening = Signalling.open("ws://server/", observer, new AbortController().signal);
  ScriptedSocket.last.open();
  signalling = await opening;
  const signedIn = signalling.request("signIn");
  ScriptedSocket.last.ok({ userId: "7", resume: "first", resumeWithin: 30 });
  await signedIn;
});

afterEach(() => {
  signalling.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** Lets the wait before the next attempt pass; that attempt's socket opens, and asks for the session. */
async function reopen(): Promise<ScriptedSocket> {
  const before = ScriptedSocket.all.length;
  while (ScriptedSocket.all.length === before) {
    await vi.advanceTimersByTimeAsync(100);
  }
  ScriptedSocket.last.open();
  await settle();
  return ScriptedSocket.last;
}

const types = (socket: ScriptedSocket) => socket.sent.map(({ type }) => type);

test("the new socket's first request takes the session over, and counts what has come", async () => {
  ScriptedSocket.last.say({ type: "broadcastStatus", state: 4 });
  ScriptedSocket.last.say({ type: "broadcastStatus", state: 5 });
  ScriptedSocket.last.lose();
  expect(observer.away).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("lost (1006)"));
  const socket = await reopen();
  expect(socket.sent).toEqual([
    { type: "resume", id: 2, version: 1, resume: "first", received: 3 },
  ]);
  expect(observer.back).not.toHaveBeenCalled();
  socket.ok({ userId: "7", resume: "second", resumeWithin: 30, received: 1 });
  socket.say({ type: "broadcastStatus", state: 6 });
  expect(observer.back).toHaveBeenCalledOnce();
  expect(observer.received).toHaveBeenLastCalledWith({ type: "broadcastStatus", state: 6 });
  expect(observer.lost).not.toHaveBeenCalled();
});

test("resume and its answer are not counted, and its answer brings the next token", async () => {
  ScriptedSocket.last.lose();
  (await reopen()).ok({ resume: "second", resumeWithin: 30, received: 1 });
  ScriptedSocket.last.say({ type: "broadcastStatus", state: 6 });
  ScriptedSocket.last.lose();
  const third = await reopen();
  expect(third.sent[0]).toMatchObject({ resume: "second", received: 2 });
});

test("requests that the server has not taken are sent again, those that it has are not", async () => {
  const taken = signalling.request("startBroadcast");
  const notTaken = signalling.request("sendMetaData");
  ScriptedSocket.last.lose();
  const socket = await reopen();
  socket.ok({ resume: "second", resumeWithin: 30, received: 2 });
  expect(types(socket)).toEqual(["resume", "sendMetaData"]);
  socket.say({ type: "ok", id: 2, sdp: "v=0" });
  socket.ok();
  expect(await taken).toMatchObject({ sdp: "v=0" });
  expect(await notTaken).toMatchObject({ type: "ok", id: 3 });
});

test("a request made while away goes out with the resumed session, once", async () => {
  ScriptedSocket.last.lose();
  const waiting = signalling.request("stopBroadcast");
  const second = await reopen();
  expect(types(second)).toEqual(["resume"]);
  second.ok({ resume: "second", resumeWithin: 30, received: 1 });
  expect(types(second)).toEqual(["resume", "stopBroadcast"]);
  second.lose();
  const third = await reopen();
  third.ok({ resume: "third", resumeWithin: 30, received: 2 });
  expect(types(third)).toEqual(["resume"]);
  third.say({ type: "ok", id: 2 });
  expect(await waiting).toMatchObject({ type: "ok" });
});

test("a request that waited for 20 s is given up and not sent any more", async () => {
  ScriptedSocket.last.lose();
  const waiting = signalling.request("stopBroadcast");
  const gone = expect(waiting).rejects.toMatchObject({ code: 3000 });
  await vi.advanceTimersByTimeAsync(20_000);
  await gone;
  const socket = await reopen();
  socket.ok({ resume: "second", resumeWithin: 30, received: 1 });
  expect(types(socket)).toEqual(["resume"]);
});

test("an unreachable server is tried again until its time is over; then the session is lost", async () => {
  ScriptedSocket.last.lose(1006);
  for (let elapsed = 0; elapsed < 29_000; elapsed += 100) {
    await vi.advanceTimersByTimeAsync(100);
    if (ScriptedSocket.last.readyState === 0) {
      ScriptedSocket.last.lose(1006);
    }
  }
  expect(observer.lost).not.toHaveBeenCalled();
  expect(ScriptedSocket.all.length).toBeGreaterThan(5);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(observer.lost).toHaveBeenCalledOnce();
  expect(observer.lost.mock.calls[0]?.[0]).toMatchObject({ code: 3000 });
});

test("a session that the server does not know any more is lost at once", async () => {
  const open = signalling.request("stopBroadcast");
  ScriptedSocket.last.lose();
  const socket = await reopen();
  const error = { code: 107002, name: "NoSuchSession", message: "The session is over" };
  socket.say({ type: "error", id: socket.sent[0]?.["id"], error });
  await expect(open).rejects.toMatchObject({ code: 107002 });
  await settle();
  expect(observer.lost.mock.calls[0]?.[0]).toMatchObject({ code: 107002 });
  expect(socket.readyState).toBe(3);
});

test("any other refusal is tried again", async () => {
  ScriptedSocket.last.lose();
  const socket = await reopen();
  socket.say({ type: "error", id: 2, error: { code: 101000, message: "Not now" } });
  await settle();
  (await reopen()).ok({ resume: "second", resumeWithin: 30, received: 1 });
  expect(observer.back).toHaveBeenCalledOnce();
});

test("a socket that is lost while it takes over is followed by another", async () => {
  ScriptedSocket.last.lose();
  (await reopen()).lose();
  await settle();
  (await reopen()).ok({ resume: "second", resumeWithin: 30, received: 1 });
  expect(observer.away).toHaveBeenCalledOnce();
  expect(observer.back).toHaveBeenCalledOnce();
});

test("as many tries as were asked for, and none with retries 0", async () => {
  settings = { ...DEFAULT_RECONNECT, retries: 1 };
  ScriptedSocket.last.lose();
  (await reopen()).lose();
  await settle();
  expect(observer.lost).toHaveBeenCalledOnce();

  expect(ScriptedSocket.all).toHaveLength(2);
});

test("with retries 0 a lost socket is a lost session", async () => {
  settings = { ...DEFAULT_RECONNECT, retries: 0 };
  ScriptedSocket.last.lose();
  await settle();
  expect(observer.lost).toHaveBeenCalledOnce();
  expect(observer.away).not.toHaveBeenCalled();
});

test("a browser that is online again tries at once", async () => {
  settings = { ...DEFAULT_RECONNECT, minDelay: 5000 };
  ScriptedSocket.last.lose();
  online.dispatchEvent(new Event("online"));
  await settle();
  expect(ScriptedSocket.all).toHaveLength(2);
});

test("a browser that was offline does not trust the socket that still seems open", async () => {
  const before = ScriptedSocket.last;
  online.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(before.readyState).toBe(3);
  ScriptedSocket.last.open();
  await settle();
  expect(ScriptedSocket.last.sent).toMatchObject([{ type: "resume", resume: "first" }]);
});

test("sessionEnded ends the session with the server's reason", async () => {
  const socket = ScriptedSocket.last;
  const error = { code: 102001, name: "AccessDenied", message: "The token has expired" };
  socket.say({ type: "sessionEnded", error });
  expect(observer.lost.mock.calls[0]?.[0]).toMatchObject(error);
  expect(socket.readyState).toBe(3);
});

test("closing while away stops trying", async () => {
  ScriptedSocket.last.lose();
  const waiting = signalling.request("signOut");
  signalling.close();
  await expect(waiting).rejects.toMatchObject({ code: 3000 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ScriptedSocket.all).toHaveLength(1);
  expect(observer.lost).not.toHaveBeenCalled();
});
