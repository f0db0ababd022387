import { afterEach, beforeEach, expect, test } from "vitest";
import type { RtcUser } from "../src/rtc-user";
import { settle } from "./scripted-socket";
import { restore, ScriptedUser, SERVER } from "./scripted-user";

const CALLS = ["invokeCall", "hangUpCall", "answerCall", "declineCall"] as const;
const UNKNOWN = { code: 107001, name: "MalformedRequest", message: "unknown type" };

let script: ScriptedUser;
let user: RtcUser;

beforeEach(() => {
  script = new ScriptedUser();
  ({ user } = script);
});

afterEach(restore);

test("a room is entered by the name that was given to signIn, and left again", async () => {
  const socket = await script.signIn({ ...SERVER, room: "studio" });
  const entered = user.enterRoom();
  await settle();
  socket.ok();
  await entered;
  const left = user.leaveRoom();
  await settle();
  socket.ok();
  await left;
  expect(socket.sent.slice(1)).toEqual([
    { type: "enterRoom", id: 2 },
    { type: "leaveRoom", id: 3 },
  ]);
  expect(script.names.slice(1)).toEqual(["EnterRoomSuccess", "LeaveRoomSuccess"]);
});

test("whether there is a room to enter is the server's to say: it may have granted one", async () => {
  const socket = await script.signIn();
  const entered = user.enterRoom();
  await settle();
  expect(socket.sent[1]).toMatchObject({ type: "enterRoom" });
  socket.say({
    type: "error",
    id: 2,
    error: { code: 1002, name: "WrongValue", message: "options.room was not given to signIn" },
  });
  await expect(entered).rejects.toMatchObject({ code: 1002 });
  expect(script.names.at(-1)).toBe("EnterRoomError");
});

test("rooms and calls need a session", async () => {
  await expect(user.enterRoom()).rejects.toMatchObject({ code: 4001 });
  await expect(user.leaveRoom()).rejects.toMatchObject({ code: 4001 });
  for (const call of CALLS) {
    await expect(user[call]("7")).rejects.toMatchObject({ code: 4001 });
  }
  expect(new Set(script.names)).toEqual(new Set(["EnterRoomError", "LeaveRoomError", "CallError"]));
});

test("a server's refusal is an event and a rejection", async () => {
  const socket = await script.signIn({ ...SERVER, room: "studio" });
  const entered = user.enterRoom();
  await settle();
  socket.say({ type: "error", id: 2, error: UNKNOWN });
  await expect(entered).rejects.toMatchObject({ code: 107001 });
  expect(script.events.at(-1)).toMatchObject({
    name: "EnterRoomError",
    data: { text: "unknown type" },
    error: { code: 107001 },
  });
});

test.each(CALLS)("%s needs a room", async (call) => {
  await script.signIn();
  await expect(user[call]("7")).rejects.toMatchObject({ code: 1006 });
  expect(script.names.at(-1)).toBe("CallError");
});

test.each([undefined, null, "", " ", {}, Symbol("7")])(
  "%o is no user's id",
  async (remoteUserId) => {
    await expect(user.invokeCall(remoteUserId as string)).rejects.toMatchObject({
      code: 1001,
      userinfo: { argument: "remoteUserId" },
    });
    expect(script.events[0]?.data["remoteUserId"]).toBeDefined();
  },
);

test("nobody calls himself, however the id is spelled", async () => {
  await script.signIn();
  for (const id of ["49647969", " 49647969 ", 49647969]) {
    await expect(user.invokeCall(id as string)).rejects.toMatchObject({ code: 1002 });
  }
});
