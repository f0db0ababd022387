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
});

afterEach(() => {
  ada.user.destroy();
  bob.user.destroy();
  expect(vi.getTimerCount()).toBe(0);
  restore();
});

const offers = () =>
  people.room.heard.filter(
    ({ description }) => (description as { type?: string } | undefined)?.type === "offer",
  );
const hasVideo = (person: Person) =>
  (person.told("RemoteStreamAdded") as { metadata: { hasVideo: boolean } }).metadata.hasVideo;

test("another device, screen or preview takes the place of the old one without a new offer", async () => {
  const [caller, called] = await people.call(ada, bob);
  await ada.user.setVideoDevice({ device: 1 });
  await bob.user.startPreview({ videoDeviceConfig: { source: "screen" } });
  await people.pass();
  expect(caller.sent("video")?.deviceId).toBe("c2");
  expect(called.sent("video")?.label).toBe("screen:0:0");
  expect(offers()).toHaveLength(1);
});

test("a picture that goes and comes is told to the other side, with the same stream", async () => {
  await people.call(ada, bob);
  const stream = bob.told("RemoteStreamAdded")?.["stream"] as ScriptedStream;
  await ada.user.setVideoDevice({ device: false });
  await people.pass();
  expect(hasVideo(bob)).toBe(false);
  expect(stream.getVideoTracks()).toEqual([]);
  await ada.user.setVideoDevice({ device: true });
  await people.pass();
  expect(hasVideo(bob)).toBe(true);
  expect(bob.told("RemoteStreamAdded")?.["stream"]).toBe(stream);
  expect(stream.getTracks()).toHaveLength(2);
  expect(hasVideo(ada)).toBe(true);
});

test("both sides may take their picture away, and bring it back, at the same moment", async () => {
  const [caller, called] = await people.call(ada, bob);
  for (const device of [false, true]) {
    people.hold();
    const both = [ada.user.setVideoDevice({ device }), bob.user.setVideoDevice({ device })];
    await people.pass();
    await people.release();
    await Promise.all(both);
    const agreed = device ? "sendrecv" : "inactive";
    expect([caller.direction("video"), called.direction("video")]).toEqual([agreed, agreed]);
    expect([hasVideo(ada), hasVideo(bob)]).toEqual([device, device]);
  }
  expect(offers()).toHaveLength(5);
  expect([...ada.calls(), ...bob.calls()]).not.toContain("CallError");
});

test("the called side offers to stay the active side of DTLS", async () => {
  await people.call(ada, bob);
  await bob.user.setVideoDevice({ device: false });
  await people.pass();
  const setups = offers().map(({ description }) => {
    return JSON.parse((description as { sdp: string }).sdp).setup;
  });
  expect(setups).toEqual(["a=setup:actpass", "a=setup:active"]);
});

test("when the microphone goes, silence is sent, so that its clock goes on", async () => {
  const [caller] = await people.call(ada, bob);
  await ada.user.stopPreview();
  await people.pass();
  expect(caller.sent("audio")?.label).toBe("the mix");
  expect(caller.sent("video")).toBeNull();
  expect([caller.direction("audio"), caller.direction("video")]).toEqual(["sendrecv", "recvonly"]);
  await ada.user.startPreview({});
  expect(caller.sent("audio")?.label).toBe("Headset");
});

test("candidates go out in batches, behind their description", async () => {
  await people.call(ada, bob);
  const types = people.room.heard.map(({ from, type }) => `${from} ${type}`);
  expect(types.filter((type) => /1 callD|1 callC/.test(type))).toEqual([
    "1 callDescription",
    "1 callCandidates",
  ]);
  const [batch] = people.room.heard.filter(({ type }) => type === "callCandidates");
  expect(batch?.["candidates"]).toHaveLength(2);
});

test("candidates that come before their description wait for it", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  people.room.describeLater = [];
  await bob.user.answerCall("1");
  await people.pass();
  const [, called] = LinkedPeer.all;
  expect(people.room.heard.at(-1)).toMatchObject({ type: "callCandidates" });
  expect(called?.added).toHaveLength(0);
  for (const say of people.room.describeLater) {
    say();
  }
  await people.pass();
  expect(called?.added).toHaveLength(2);
});

test("candidates that belong to no description are no error", async () => {
  const [caller] = await people.call(ada, bob);
  const before = caller.added.length;
  const remote = { call: 1, remoteUserId: "2" };
  const late = { candidate: "candidate:late", usernameFragment: "of another offer" };
  people.room.say("1", { type: "callCandidates", ...remote, candidates: [late] });
  await people.pass();
  expect(caller.added).toHaveLength(before);
  expect(ada.calls()).not.toContain("CallError");
});

test("a call that only receives is made without camera and microphone, and says so", async () => {
  people.devices.refusals.push("NotAllowedError");
  const [caller, called] = await people.call(ada, bob);
  expect(ada.told("MediaStreamError")?.["text"]).toContain("the call only receives");
  expect([caller.direction("audio"), caller.direction("video")]).toEqual(["recvonly", "recvonly"]);
  expect([called.direction("audio"), called.direction("video")]).toEqual(["sendonly", "sendonly"]);
  expect(bob.told("RemoteStreamAdded")).toBeUndefined();
  await ada.user.startPreview({});
  await people.pass();
  expect(hasVideo(bob)).toBe(true);
});

test("without a camera the call has sound, and MediaStreamError tells why", async () => {
  people.devices.refusals.push("NotFoundError");
  const [caller] = await people.call(ada, bob);
  expect(ada.told("MediaStreamError")).toBeDefined();
  expect(caller.sent("audio")?.label).toBe("Headset");
  expect(caller.direction("video")).toBe("recvonly");
});

test("an interruption is told, and mended by an ICE restart after 3 s", async () => {
  const [caller, called] = await people.call(ada, bob);
  ada.calls();
  caller.become("disconnected");
  await people.pass(2900);
  expect(caller.restarts).toBe(0);
  await people.pass(200);
  expect(caller.restarts).toBe(1);
  expect(called.added.at(-1)?.usernameFragment).not.toBe(called.added[0]?.usernameFragment);
  caller.become("connected");
  await people.pass(60_000);
  expect(ada.calls()).toEqual(["CallUnstable", "CallAgainStable"]);
});

test("a short interruption needs no restart", async () => {
  const [caller] = await people.call(ada, bob);
  caller.become("disconnected");
  await people.pass(1000);
  caller.become("connected");
  await people.pass(60_000);
  expect(caller.restarts).toBe(0);
});

test("after a failure both sides restart, with servers of now", async () => {
  const stun = { urls: ["stun:stun.example.com"] };
  people.room.ice = { iceServers: [stun], iceLifetime: 600 };
  const eve = await people.join("Eve");
  const [caller, called] = await people.call(eve, bob);
  expect(caller.configuration).toEqual({ bundlePolicy: "max-bundle", iceServers: [stun] });
  await people.pass(301_000);
  people.room.ice = { iceServers: [{ urls: ["stun:new.example.com"] }], iceLifetime: 600 };
  people.hold();
  caller.become("failed");
  called.become("failed");
  await people.pass();
  await people.release();
  expect([caller.restarts, called.restarts]).toEqual([1, 1]);
  expect(caller.configuration.iceServers).toEqual([{ urls: ["stun:new.example.com"] }]);
  caller.become("connected");
  expect(eve.calls().slice(-2)).toEqual(["CallUnstable", "CallAgainStable"]);
  eve.user.destroy();
});

test("a connection that does not come back in 30 s is given up at both ends", async () => {
  const [caller] = await people.call(ada, bob);
  ada.calls();
  bob.calls();
  caller.become("disconnected");
  await people.pass(29_000);
  expect(ada.calls()).toEqual(["CallUnstable"]);
  await people.pass(1500);
  expect(ada.told("CallError")).toMatchObject({ remoteUserId: "2", error: { code: 1000 } });
  expect(ada.calls()).toEqual(["CallError", "CallDropped failed"]);
  expect(bob.calls()).toEqual(["CallDropped hungUp"]);
});

test("a call that gets no connection tells what the TURN servers said", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  await bob.user.answerCall("1");
  await people.pass();
  const url = "turn:turn.example.com";
  const refusal = { url, errorCode: 401, errorText: "Unauthorized" };
  LinkedPeer.all[0]?.onicecandidateerror?.(refusal);
  LinkedPeer.all[0]?.onicecandidateerror?.({ url: "turn:b", errorCode: 701, errorText: "x" });
  await people.pass(30_000);
  const text = ada.told("CallError")?.["text"];
  expect(text).toContain(
    "turn:turn.example.com answered 401 Unauthorized, turn:b can't be reached",
  );
  expect(ada.calls().slice(-2)).toEqual(["CallError", "CallDropped failed"]);
  expect(bob.calls()).not.toContain("CallActive");
});

test("ICE that fails before the call stands is tried once more, and then given up", async () => {
  await ada.user.invokeCall("2");
  await people.pass();
  await bob.user.answerCall("1");
  await people.pass();
  const [caller] = LinkedPeer.all;
  caller?.become("failed");
  await people.pass();
  expect(caller?.restarts).toBe(1);
  expect(ada.calls()).not.toContain("CallUnstable");
  caller?.become("failed");
  expect(ada.calls()).toEqual(["CallError", "CallDropped failed"]);
});

test("an offer that the browser does not understand ends the call with its reason", async () => {
  await people.call(ada, bob);
  ada.calls();
  const description = { type: "offer", sdp: "nonsense" };
  people.room.say("1", { type: "callDescription", call: 1, remoteUserId: "2", description });
  await people.pass();
  expect(ada.told("CallError")?.["text"]).toContain("can't agree");
  expect(ada.calls()).toEqual(["CallError", "CallDropped failed"]);
});

test("a network that is back restarts ICE", async () => {
  const page = new EventTarget();
  const signals: (AbortSignal | undefined)[] = [];
  vi.stubGlobal(
    "addEventListener",
    (type: string, heard: EventListener, options?: AddEventListenerOptions) => {
      signals.push(options?.signal);
      page.addEventListener(type, heard, options);
    },
  );
  const [caller, called] = await people.call(ada, bob);
  page.dispatchEvent(new Event("online"));
  await people.pass();
  expect([caller.restarts, called.restarts]).toEqual([1, 1]);
  const listening = () => signals.filter((signal) => signal?.aborted === false).length;
  const before = listening();
  await ada.user.hangUpCall("2");
  await people.pass();
  expect(listening()).toBe(before - 2);
});
