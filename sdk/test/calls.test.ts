import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LinkedPeer } from "./linked-peer";
import { People, type Person } from "./people";
import type { ScriptedStream } from "./scripted-media";
import { restore } from "./scripted-user";

let people: People;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  people = new People();
  ada = await people.join("Ada");
  bob = await people.join("Bob");
  ada.events.length = 0;
  bob.events.length = 0;
});

afterEach(() => {
  ada.user.destroy();
  bob.user.destroy();
  expect(vi.getTimerCount()).toBe(0);
  restore();
});

test("an answered call is told at both ends, with the other one's picture and sound", async () => {
  const [caller, called] = await people.call(ada, bob);
  const stream = ada.told("RemoteStreamAdded")?.["stream"] as ScriptedStream;
  expect(stream.getTracks()).toEqual(caller.transceivers.map(({ receiver }) => receiver.track));
  expect(ada.told("RemoteStreamAdded")).toMatchObject({
    remoteUserId: "2",
    remoteUserName: "Bob",
    metadata: { hasVideo: true },
  });
  expect(ada.calls()).toEqual(["RemoteStreamAdded", "CallActive"]);
  expect(bob.calls()).toEqual(["CallIncoming", "RemoteStreamAdded", "CallActive"]);
  expect(caller.sent("video")?.label).toBe("Front camera");
  expect(called.direction("video")).toBe("sendrecv");
  expect(called.added.length).toBe(2);
});

test("the one who hangs up and the other one are told once each", async () => {
  const [caller, called] = await people.call(ada, bob);
  ada.calls();
  bob.calls();
  await bob.user.hangUpCall("1");
  await people.pass();
  expect(ada.calls()).toEqual(["CallDropped hungUp"]);
  expect(bob.calls()).toEqual(["CallDropped hungUp"]);
  expect([caller.connectionState, called.connectionState]).toEqual(["closed", "closed"]);
  await expect(ada.user.hangUpCall("2")).rejects.toMatchObject({ code: 1004 });
});

test("if both hang up at once, each is told once, and nothing is an error", async () => {
  await people.call(ada, bob);
  ada.calls();
  bob.calls();
  people.hold();
  const both = [ada.user.hangUpCall("2"), bob.user.hangUpCall("1")];
  await people.pass();
  await people.release();
  await Promise.all(both);
  expect(ada.calls()).toEqual(["CallDropped hungUp"]);
  expect(bob.calls()).toEqual(["CallDropped hungUp"]);
});

test("if both call each other at once, it is one call that nobody has to answer", async () => {
  people.hold();
  ada.user.invokeCall("2");
  bob.user.invokeCall("1");
  await people.pass();
  await people.release();
  for (const peer of LinkedPeer.all) {
    peer.become("connected");
  }
  expect(ada.calls()).toEqual(["RemoteStreamAdded", "CallActive"]);
  expect(bob.calls()).toEqual(["RemoteStreamAdded", "CallActive"]);
  expect(LinkedPeer.all).toHaveLength(2);
});

test("calling who calls is answering", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  await bob.user.invokeCall("1");
  await people.pass();
  expect(people.asked(bob)).toContain("answerCall");
  expect(LinkedPeer.all).toHaveLength(2);
});

test("a call that stands is not made again, and said to stand", async () => {
  await people.call(ada, bob);
  ada.calls();
  await ada.user.invokeCall("2");
  await bob.user.answerCall("1");
  expect(ada.calls()).toEqual(["CallStillActive"]);
  expect(LinkedPeer.all).toHaveLength(2);
});

test("one who is being called already can't be called again", async () => {
  await ada.user.invokeCall("2");
  await expect(ada.user.invokeCall("2")).rejects.toMatchObject({ code: 1006 });
  expect(ada.calls()).toEqual(["CallError"]);
});

test("a call that is declined is told to the caller only, and its camera is free again", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  await bob.user.declineCall("1");
  await people.pass();
  expect(bob.calls()).toEqual(["CallIncoming"]);
  expect(bob.told("StartPreviewSuccess")).toBeUndefined();
  expect(ada.events.slice(-1)).toMatchObject([{ name: "StopPreviewSuccess" }]);
  expect(ada.calls()).toEqual(["CallDeclined"]);
});

test.each([
  ["busy", ["CallRejected busy"], []],
  ["unanswered", ["CallRejected unanswered"], ["CallIncoming", "CallDropped unanswered"]],
  ["gone", ["CallRejected gone"], ["CallIncoming", "CallDropped left"]],
])("a call that is not answered (%s) ends at both ends", async (reason, caller, called) => {
  if (reason === "busy") {
    people.room.busy.add("2");
  }
  await ada.user.invokeCall("2");
  await people.pass();
  if (reason === "unanswered") {
    people.room.expire();
  } else if (reason === "gone") {
    await bob.user.leaveRoom();
  }
  await people.pass();
  expect(ada.told("CallRejected")).toMatchObject({ remoteUserName: "Bob" });
  expect(ada.told("CallRejected")?.["text"]).toContain("Bob");
  expect(ada.calls()).toEqual(caller);
  expect(bob.calls()).toEqual(called);
});

test("a caller who gives up ends the ringing", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  await ada.user.hangUpCall("2");
  await people.pass();
  expect(ada.calls()).toEqual(["CallDropped hungUp"]);
  expect(bob.calls()).toEqual(["CallIncoming", "CallDropped hungUp"]);
  await expect(bob.user.answerCall("1")).rejects.toMatchObject({ code: 1004 });
});

test("what the server says of a call that was hung up does not touch the next one", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  people.hold();
  const answered = bob.user.answerCall("1");
  await people.pass();
  const hungUp = ada.user.hangUpCall("2");
  const again = ada.user.invokeCall("2");
  await people.pass();
  await people.release();
  await Promise.all([answered, hungUp, again]);
  expect(LinkedPeer.all.filter(({ connectionState }) => connectionState !== "closed")).toEqual([]);
  expect(ada.calls()).toEqual(["CallDropped hungUp"]);
  expect(bob.calls()).toEqual(["CallIncoming", "CallDropped hungUp", "CallIncoming"]);
});

test("messages about calls that there are not, or no longer, are ignored", async () => {
  const [caller] = await people.call(ada, bob);
  ada.calls();
  const remote = { remoteUserId: "2", remoteUserName: "Bob" };
  const before = caller.remoteDescription;
  for (const type of ["callDropped", "callRejected", "callDeclined", "callAnswered"]) {
    people.room.say("1", { type, call: 99, ...remote });
    people.room.say("1", { type, call: 1, ...remote, remoteUserId: "7" });
  }
  people.room.say("1", { type: "callDescription", call: 99, ...remote, description: null });
  people.room.say("1", { type: "callCandidates", call: 1, ...remote, candidates: "many" });
  for (const description of [
    { type: 1 },
    { type: "rollback", sdp: "" },
    { type: "answer", sdp: "x" },
  ]) {
    people.room.say("1", { type: "callDescription", call: 1, ...remote, description });
  }
  await people.pass();
  expect(ada.calls()).toEqual([]);
  expect(caller.remoteDescription).toBe(before);
});

test("nobody is seen who has not answered, whatever the server says", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  people.room.say("2", { type: "callAnswered", call: 1, remoteUserId: "1", polite: true });
  await people.pass();
  expect(LinkedPeer.all).toEqual([]);
});

test.each([
  ["leaveRoom", "left", "gone"],
  ["signOut", "left", "gone"],
] as const)("%s ends the calls", async (leave, here, there) => {
  await people.call(ada, bob);
  ada.calls();
  bob.calls();
  await ada.user[leave]();
  await people.pass();
  expect(ada.calls()).toEqual([`CallDropped ${here}`]);
  expect(bob.told("RemotePeerDisconnected")).toEqual({ remoteUserId: "1", remoteUserName: "Ada" });
  expect(bob.calls()).toEqual([`CallDropped ${there}`]);
  expect(LinkedPeer.all.map(({ connectionState }) => connectionState)).toEqual([
    "closed",
    "closed",
  ]);
});

test("a lost session ends the calls", async () => {
  await people.call(ada, bob);
  ada.calls();
  people.room.say("1", { type: "sessionEnded", error: { code: 102001, message: "over" } });
  await people.pass();
  expect(ada.calls()).toEqual(["CallDropped lost"]);
  expect(ada.user.isSignedIn()).toBe(false);
});

test("a call outlives a lost connection to the server, and is said to", async () => {
  const [caller, called] = await people.call(ada, bob);
  ada.calls();
  ada.socket.lose();
  await ada.user.setVideoDevice({ device: false });
  await people.pass(3000);
  expect(ada.calls()).toEqual(["CallStillActive"]);
  expect([caller.direction("video"), called.direction("video")]).toEqual(["recvonly", "sendonly"]);
});

test("a call that ended while the connection was lost is told when it is back", async () => {
  await people.call(ada, bob);
  ada.calls();
  ada.socket.lose();
  await bob.user.hangUpCall("1");
  await people.pass(3000);
  expect(ada.calls()).toEqual(["CallStillActive", "CallDropped hungUp"]);
});

test("several calls stand at once, and each ends by itself", async () => {
  const eve = await people.join("Eve");
  await people.call(ada, bob);
  await people.call(eve, ada);
  ada.calls();
  await bob.user.hangUpCall("1");
  await people.pass();
  expect(ada.calls()).toEqual(["CallDropped hungUp"]);
  expect(ada.told("StopPreviewSuccess")).toBeUndefined();
  eve.user.destroy();
  await people.pass();
  expect(ada.calls()).toEqual(["CallDropped gone"]);
});
