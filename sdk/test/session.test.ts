import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import type { SignInOptions } from "../src/types";
import { ScriptedPeer } from "./scripted-peer";
import { ScriptedSocket, settle } from "./scripted-socket";
import { CONFIG, restore, ScriptedUser, SERVER } from "./scripted-user";

const TICKET = { resume: "first", resumeWithin: 30 };
const GONE = { code: 107002, name: "NoSuchSession", message: "The session is over" };

let script: ScriptedUser;
let user: RtcUser;

beforeEach(() => {
  script = new ScriptedUser();
  ({ user } = script);
});

afterEach(restore);

/** Live, with a session that can be taken over. */
async function goLive(): Promise<ScriptedSocket> {
  const socket = await script.signIn(SERVER, TICKET);
  await user.startPreview({});
  const started = user.startBroadcast(CONFIG);
  await settle();
  socket.ok({ sdp: "v=0\r\n" });
  socket.say({ type: "broadcastStatus", state: 6 });
  await started;
  return socket;
}

async function reopen(): Promise<ScriptedSocket> {
  await vi.advanceTimersByTimeAsync(1000);
  ScriptedSocket.last.open();
  await settle();
  return ScriptedSocket.last;
}

test("all credentials that are given are sent, and nothing that is empty", async () => {
  const credentials = {
    room: "studio",
    token: "token-123",
    serverUserName: "ada",
    serverPassword: "secret",
    bintuApiKey: "key",
  };
  const socket = await script.signIn({ ...SERVER, ...credentials, token: "" });
  const { token: _, ...sent } = credentials;
  expect(socket.sent).toEqual([{ type: "signIn", id: 1, version: 1, userName: "Ada", ...sent }]);
});

test.each([
  [undefined, 1001, "options"],
  [{}, 1001, "options.userName"],
  [{ userName: "Ada" }, 1001, "options.server"],
  [{ ...SERVER, server: "server" }, 1002, "options.server"],
  [{ ...SERVER, userName: " " }, 1002, "options.userName"],
  [{ ...SERVER, token: 7 }, 1001, "options.token"],
])("signIn(%j) is refused with %i, naming %s", async (options, code, argument) => {
  await expect(user.signIn(options as SignInOptions)).rejects.toMatchObject({
    code,
    userinfo: { argument },
  });
  expect(script.names).toEqual(["SignInError"]);
});

test("a lost socket leaves session and broadcast alive, and is told, as is its return", async () => {
  (await goLive()).lose();
  expect(user.isSignedIn()).toBe(true);
  expect(script.events.at(-1)).toMatchObject({
    name: "ServerStatus",
    data: { status: "reconnecting", text: expect.stringContaining("1006") },
  });
  const socket = await reopen();
  expect(socket.sent).toMatchObject([{ type: "resume", resume: "first", received: 3 }]);
  socket.ok({ ...TICKET, received: 2 });
  expect(script.events.at(-1)).toMatchObject({ data: { status: "connected" } });
  expect(user.isSignedIn()).toBe(true);
  expect(ScriptedPeer.last.connectionState).not.toBe("closed");
  expect(script.names).not.toContain("BroadcastError");
});

test("what is called while away is done when the session is back", async () => {
  (await goLive()).lose();
  const stopped = user.stopBroadcast();
  await settle();
  const socket = await reopen();
  socket.ok({ ...TICKET, received: 2 });
  socket.ok();
  await stopped;
  expect(socket.sent.map(({ type }) => type)).toEqual(["resume", "stopBroadcast"]);
});

test("a session that is gone ends the broadcast, and is told by ServerError", async () => {
  (await goLive()).lose();
  const socket = await reopen();
  socket.say({ type: "error", id: socket.sent[0]?.["id"], error: GONE });
  await settle();
  expect(script.names.slice(-2)).toEqual(["BroadcastError", "ServerError"]);
  const { data, error } = script.events.at(-1) ?? {};
  expect(data).toEqual({ status: "disconnected", text: GONE.message, error });
  expect(error).toMatchObject({ code: 107002 });
  expect(user.isSignedIn()).toBe(false);
  expect(ScriptedPeer.last.connectionState).toBe("closed");
});

test("the server may end the session", async () => {
  (await goLive()).say({ type: "sessionEnded", error: { code: 102001, message: "Expired" } });
  expect(script.events.at(-1)).toMatchObject({
    name: "ServerError",
    data: { status: "disconnected", text: "Expired" },
  });
  expect(user.isSignedIn()).toBe(false);
});

test("a page may sign in anew after its session was lost", async () => {
  (await script.signIn()).lose();
  await settle();
  expect(script.names.at(-1)).toBe("ServerError");
  await script.signIn();
  expect(user.isSignedIn()).toBe(true);
});

test("metadata go out as they are while a broadcast runs", async () => {
  const socket = await goLive();
  const sent = user.sendMetaData("onCuePoint", { name: "goal", at: 12.5 });
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({
    type: "sendMetaData",
    handlerName: "onCuePoint",
    values: { name: "goal", at: 12.5 },
  });
  socket.ok();
  await sent;
});

test("metadata are refused by an event of their own: the broadcast goes on", async () => {
  await expect(user.sendMetaData("onMetaData", { a: 1 })).rejects.toMatchObject({ code: 4001 });
  const socket = await script.signIn();
  await expect(user.sendMetaData("onMetaData", { a: 1 })).rejects.toMatchObject({ code: 1006 });
  const wrong = user.sendMetaData("onMetaData", { a: Number.NaN });
  await expect(wrong).rejects.toMatchObject({ userinfo: { argument: "jsonValues.a" } });
  expect(new Set(script.names.slice(2))).toEqual(new Set(["SendMetaDataError"]));
  expect(socket.sent).toHaveLength(1);
});

test("a page that is closed signs out; one that the browser keeps does not", async () => {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  script = new ScriptedUser();
  const socket = await script.signIn();
  const hide = (persisted: boolean) => Object.assign(new Event("pagehide"), { persisted });
  page.dispatchEvent(hide(true));
  expect(socket.sent).toHaveLength(1);
  page.dispatchEvent(hide(false));
  expect(socket.sent.at(-1)).toMatchObject({ type: "signOut" });
  expect(socket.readyState).toBe(3);
});
