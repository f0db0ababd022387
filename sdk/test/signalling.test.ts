import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DEFAULT_RECONNECT } from "../src/reconnect";
import { Signalling } from "../src/signalling";
import { ScriptedSocket, settle } from "./scripted-socket";

const ADDRESS = "ws://server:81/p/webrtcws";
const observer = {
  received: vi.fn(),
  away: vi.fn(),
  back: vi.fn(),
  lost: vi.fn(),
  reconnect: () => DEFAULT_RECONNECT,
};
let life: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  ScriptedSocket.install();
  life = new AbortController();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

async function open(): Promise<[Signalling, ScriptedSocket]> {
  const opening = Signalling.open(ADDRESS, observer, life.signal);
  const socket = ScriptedSocket.last;
  socket.open();
  return [await opening, socket];
}

test("answers find their requests in any order", async () => {
  const [signalling, socket] = await open();
  const first = signalling.request("signIn", { userName: "Ada" });
  const second = signalling.request("stopBroadcast");
  socket.say({ type: "ok", id: 2 });
  socket.say({ type: "ok", id: 1, userId: "7" });
  expect(await first).toMatchObject({ userId: "7" });
  expect(await second).toEqual({ type: "ok", id: 2 });
  expect(socket.sent).toEqual([
    { type: "signIn", id: 1, userName: "Ada" },
    { type: "stopBroadcast", id: 2 },
  ]);
});

test("an error answer rejects with the server's code and text", async () => {
  const [signalling, socket] = await open();
  const request = signalling.request("startBroadcast");
  const error = { code: 102001, name: "AccessDenied", message: "This output is not allowed" };
  socket.say({ type: "error", id: 1, error });
  await expect(request).rejects.toMatchObject({ ...error, type: "server", text: error.message });
});

test("an error answer without a usable error still rejects", async () => {
  const [signalling, socket] = await open();
  const request = signalling.request("signIn");
  socket.say({ type: "error", id: 1, error: "no" });
  await expect(request).rejects.toMatchObject({ code: 101000 });
});

test("what has no id is an event; what is no JSON object is ignored", async () => {
  const [, socket] = await open();
  socket.say("{");
  socket.say("[]");
  socket.say("null");
  socket.say({ type: "broadcastStatus", state: 4 });
  expect(observer.received).toHaveBeenLastCalledWith({ type: "broadcastStatus", state: 4 });
});

test("a request without an answer is given up after 20 s", async () => {
  const [signalling, socket] = await open();
  const request = signalling.request("stopBroadcast");
  vi.advanceTimersByTime(20_000);
  await expect(request).rejects.toMatchObject({ code: 3000 });
  socket.ok(); // too late, and harmless
});

test("without a resume token a lost socket rejects what is open and says why", async () => {
  const [signalling, socket] = await open();
  const request = signalling.request("stopBroadcast");
  socket.lose(1011, "out of memory");
  await expect(request).rejects.toMatchObject({ code: 3000 });
  expect(observer.lost.mock.calls[0]?.[0].text).toContain("1011: out of memory");
  expect(observer.away).not.toHaveBeenCalled();
  await expect(signalling.request("signOut")).rejects.toMatchObject({ code: 3000 });
});

test("closing rejects what is open and is no loss", async () => {
  const [signalling, socket] = await open();
  const request = signalling.request("signOut");
  signalling.close();
  socket.lose(1000);
  await expect(request).rejects.toMatchObject({ code: 3000 });
  expect(observer.lost).not.toHaveBeenCalled();
});

test("a server that does not answer the call is given up after 10 s", async () => {
  const opening = Signalling.open(ADDRESS, observer, life.signal);
  vi.advanceTimersByTime(10_000);
  await expect(opening).rejects.toMatchObject({ code: 3000, type: "socket" });
  expect(ScriptedSocket.last.readyState).toBe(3);
});

test("a refused connection names the host", async () => {
  const opening = Signalling.open(ADDRESS, observer, life.signal);
  ScriptedSocket.last.lose();
  await expect(opening).rejects.toThrow("server:81 can't be reached");
  await settle();
  expect(observer.lost).not.toHaveBeenCalled();
});

test("an address that the browser forbids is an error like others", async () => {
  await expect(
    Signalling.open("ws://refused.example/", observer, life.signal),
  ).rejects.toMatchObject({
    code: 3000,
  });
});

test("an attempt to connect ends with the life of whoever makes it", async () => {
  const opening = Signalling.open(ADDRESS, observer, life.signal);
  life.abort();
  await expect(opening).rejects.toMatchObject({ code: 3000 });
  expect(ScriptedSocket.last.readyState).toBe(3);
});
