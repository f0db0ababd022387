import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LinkedPeer } from "./linked-peer";
import { People, type Person } from "./people";
import { restore } from "./scripted-user";

const STUN = { urls: ["stun:stun.example.com"] };

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

const named = (person: Person, pattern: RegExp) =>
  person.events.map(({ name }) => name).filter((name) => pattern.test(name));

test("what was captured for calls is free again after the last one", async () => {
  const eve = await people.join("Eve");
  const [caller] = await people.call(ada, bob);
  await people.call(ada, eve);
  const camera = caller.sent("video");
  await ada.user.hangUpCall("2");
  await people.pass();
  expect(camera?.readyState).toBe("live");
  await ada.user.hangUpCall("3");
  await people.pass();
  expect(camera?.readyState).toBe("ended");
  expect(named(ada, /Preview/)).toEqual(["StartPreviewSuccess", "StopPreviewSuccess"]);
  eve.user.destroy();
});

test("a preview that the page started stays, also if it took over in mid-call", async () => {
  await ada.user.startPreview({});
  const [caller, called] = await people.call(ada, bob);
  expect(people.devices.asked).toHaveLength(2);
  await bob.user.startPreview({});
  const cameras = [caller.sent("video"), called.sent("video")];
  await ada.user.hangUpCall("2");
  await people.pass();
  expect(cameras.map((track) => track?.readyState)).toEqual(["live", "live"]);
  expect(named(bob, /StopPreview/)).toEqual([]);
});

test("a broadcast makes the preview stay", async () => {
  const [caller] = await people.call(ada, bob);
  const output = "rtmp://localhost/live/show";
  ada.user.startBroadcast({ transcodingTargets: { output } });
  await people.pass();
  await ada.user.hangUpCall("2");
  await people.pass();
  expect(caller.sent("video")?.readyState).toBe("live");
});

test("a call that is over before the camera is open leaves nothing open", async () => {
  let open = () => undefined as unknown;
  const capture = people.devices.getUserMedia.bind(people.devices);
  people.devices.getUserMedia = async (asked) => {
    await new Promise((resolve) => {
      open = () => resolve(undefined);
    });
    return capture(asked);
  };
  const invoked = ada.user.invokeCall("2");
  await people.pass();
  await ada.user.hangUpCall("2");
  open();
  await invoked;
  await people.pass();
  expect(named(ada, /Call|Preview/)).toEqual([
    "CallDropped",
    "StartPreviewSuccess",
    "StopPreviewSuccess",
  ]);
  expect(people.asked(ada)).toEqual([]);
});

test("a call that is refused frees the camera", async () => {
  await expect(ada.user.invokeCall("77")).rejects.toMatchObject({ code: 1004 });
  await people.pass();
  expect(named(ada, /Call|Preview/)).toEqual([
    "StartPreviewSuccess",
    "CallError",
    "StopPreviewSuccess",
  ]);
});

test("what is muted is told to the room, at entering too, and once", async () => {
  ada.user.muteAudio(true);
  ada.user.muteAudio(true);
  await people.pass();
  expect(bob.told("PeerListUpdated")).toEqual({
    userlist: [
      {
        remoteUserId: "1",
        remoteUserName: "Ada",
        state: "available",
        audioMuted: true,
        videoMuted: false,
      },
    ],
  });
  await ada.user.leaveRoom();
  ada.user.muteDevice({ kind: "videoinput", mute: true });
  await ada.user.enterRoom();
  await people.pass();
  expect(bob.told("PeerListUpdated")?.["userlist"]).toMatchObject([
    { audioMuted: true, videoMuted: true },
  ]);
  expect(people.asked(ada).filter((type) => type === "setMuted")).toHaveLength(2);
});

test("a call's video keeps to the highest bitrate and may change its size", async () => {
  await ada.user.setConfig({ bitrates: { videoSendBitrate: 800 } });
  const [caller] = await people.call(ada, bob);
  const parameters = () => caller.transceivers[1]?.sender.parameters;
  expect(parameters()).toEqual({ encodings: [{ maxBitrate: 800_000 }] });
  await ada.user.setConfig({ bitrates: { videoSendBitrate: 400 } });
  expect(parameters()).toEqual({ encodings: [{ maxBitrate: 400_000 }] });
});

test("the caller names the codec that is set first, and both pair sound with picture", async () => {
  const codecs = ["video/VP8", "video/H264"].map((mimeType) => ({ mimeType }));
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs }) });
  const [caller, called] = await people.call(ada, bob);
  expect(caller.transceivers.map((each) => each.codecs)).toEqual([[], [...codecs].reverse()]);
  expect(called.transceivers.map((each) => each.codecs)).toEqual([[], []]);
  for (const { transceivers } of [caller, called]) {
    const [audio, video] = transceivers;
    expect(video?.sender.streams).toEqual(audio?.sender.streams);
    expect(video?.sender.streams).toHaveLength(1);
  }
});

test("setIceServers wins over the server's servers, and none at all are none", async () => {
  people.room.ice = { iceServers: [STUN] };
  const eve = await people.join("Eve");
  await eve.user.setIceServers([]);
  const [own, other] = await people.call(eve, bob);
  expect([own.configuration.iceServers, other.configuration.iceServers]).toEqual([[], []]);
  const fay = await people.join("Fay");
  const [servers] = await people.call(fay, ada);
  expect(servers.configuration.iceServers).toEqual([STUN]);
  eve.user.destroy();
  fay.user.destroy();
});

test("ICE servers make nobody offer but the caller", async () => {
  const eve = await people.join("Eve");
  await eve.user.setIceServers([STUN]);
  await people.call(ada, eve);
  const descriptions = people.room.heard.map(({ from, description }) => {
    return [from, (description as { type?: string } | undefined)?.type];
  });
  expect(descriptions.filter(([, type]) => type !== undefined)).toEqual([
    [ada.id, "offer"],
    [eve.id, "answer"],
  ]);
  eve.user.destroy();
});

test("the server's servers are asked for anew at half of their life, and bad ones are none", async () => {
  people.room.ice = { iceServers: [STUN], iceLifetime: 100 };
  const eve = await people.join("Eve");
  await people.call(eve, ada);
  await people.pass(49_000);
  await people.call(eve, bob);
  expect(people.asked(eve)).not.toContain("iceServers");
  await people.pass(2000);
  people.room.ice = { iceServers: [{ urls: "http://a" }], iceLifetime: 100 };
  const fay = await people.join("Fay");
  const [caller] = await people.call(eve, fay);
  expect(people.asked(eve).filter((type) => type === "iceServers")).toHaveLength(1);
  expect(caller.configuration.iceServers).toEqual([]);
  eve.user.destroy();
  fay.user.destroy();
});

test("statistics are told for each call, with the other user's id", async () => {
  const eve = await people.join("Eve");
  await people.call(ada, bob);
  await people.call(ada, eve);
  ada.events.length = 0;
  ada.user.enableStats(true, 1000);
  await people.pass(1000);
  const told = ada.events.filter(({ name }) => name === "ReceivedWebRTCStats");
  expect(told.map(({ data }) => data["remoteUserId"])).toEqual(["2", "3"]);
  await ada.user.hangUpCall("2");
  await people.pass(1000);
  expect(ada.events.filter(({ name }) => name === "ReceivedWebRTCStats")).toHaveLength(3);
  ada.user.enableStats(false);
  eve.user.destroy();
});

test("destroying ends the calls without a word, and the other side is told", async () => {
  await people.call(ada, bob);
  const before = ada.events.length;
  ada.user.destroy();
  await people.pass();
  expect(ada.events).toHaveLength(before);
  expect(LinkedPeer.all.map(({ connectionState }) => connectionState)).toEqual([
    "closed",
    "closed",
  ]);
  expect(bob.calls().at(-1)).toBe("CallDropped gone");
});
