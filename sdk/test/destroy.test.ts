import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import { ScriptedPeer } from "./scripted-peer";
import { ScriptedSocket, settle } from "./scripted-socket";
import { CONFIG, restore, ScriptedUser, SERVER } from "./scripted-user";

let script: ScriptedUser;
let user: RtcUser;

beforeEach(() => {
  script = new ScriptedUser();
  ({ user } = script);
});

afterEach(restore);

test("destroying ends broadcast, preview, statistics and session, and leaves no timer", async () => {
  const socket = await script.goLive();
  user.enableStats();
  await settle();
  const tracks = ScriptedPeer.last.tracks();
  user.destroy();
  await settle();
  expect(socket.sent.at(-1)).toMatchObject({ type: "signOut" });
  expect(socket.readyState).toBe(3);
  expect(ScriptedPeer.last.connectionState).toBe("closed");
  expect(tracks.map((track) => track?.readyState)).toEqual(["ended", "ended"]);
  expect(user.isSignedIn()).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test("listeners hear nothing any more", async () => {
  await script.goLive();
  const before = script.names.length;
  user.destroy();
  ScriptedPeer.last.become("failed");
  await settle();
  expect(script.names).toHaveLength(before);
});

test("what was under way is rejected", async () => {
  const signingIn = user.signIn(SERVER);
  await settle();
  user.destroy();
  await expect(signingIn).rejects.toMatchObject({ code: 3000 });
  expect(ScriptedSocket.last.readyState).toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});

test("a sign-in that the server has not answered leaves no socket behind", async () => {
  const signingIn = user.signIn(SERVER);
  await settle();
  ScriptedSocket.last.open();
  await settle();
  user.destroy();
  await expect(signingIn).rejects.toMatchObject({ code: 3000 });
  expect(ScriptedSocket.last.readyState).toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});

test("every later call fails politely, and destroying again does no harm", async () => {
  user.destroy();
  user.destroy();
  const calls = [
    user.signIn(SERVER),
    user.signOut(),
    user.setConfig({}),
    user.setIceServers([]),
    user.checkServer("http://localhost"),
    user.enableStats(),
    user.startPreview({}),
    user.startBroadcast(CONFIG),
    user.stopBroadcast(),
    user.sendMetaData("onMetaData", { a: 1 }),
    user.enterRoom(),
    user.leaveRoom(),
    user.invokeCall("7"),
  ];
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({ code: 1006 });
  }
  expect(script.events).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
