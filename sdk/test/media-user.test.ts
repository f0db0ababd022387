import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MediaUser } from "../src/media-user";
import type { PreviewConfig } from "../src/types";
import {
  installDevices,
  ScriptedAudioContext,
  type ScriptedDevices,
  ScriptedStream,
  ScriptedTrack,
} from "./scripted-media";
import { settle } from "./scripted-socket";

let devices: ScriptedDevices;
let user: MediaUser;
let events: { name: string; data: Record<string, unknown>; error?: { code: number } }[];

beforeEach(() => {
  vi.useFakeTimers();
  devices = installDevices();
  user = new MediaUser();
  events = [];
  user.on(/./, (event) => events.push(event as unknown as (typeof events)[number]));
});

afterEach(() => {
  user.destroy();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const names = () => events.map(({ name }) => name);

async function preview(config: PreviewConfig = {}): Promise<ScriptedStream> {
  return (await user.startPreview(config)).stream as unknown as ScriptedStream;
}

const page = (...tracks: ScriptedTrack[]) => new ScriptedStream(tracks) as unknown as MediaStream;
const camera2 = { video: { deviceId: { exact: "c2" } } };

test("devices that come or go are told once, but only to a page that has asked", async () => {
  devices.replug(devices.plugged.slice(1));
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).toEqual([]);
  await user.getDevices();
  devices.replug(devices.plugged.slice(1));
  await vi.advanceTimersByTimeAsync(1000);
  expect(names()).toEqual(["ReceivedDeviceList", "ReceivedDeviceList"]);
  expect(events[1]?.data["devices"]).toMatchObject({ videodevices: [] });
  user.destroy();
  devices.replug([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(names()).toHaveLength(2);
});

test("a device that is set holds for previews that name none", async () => {
  expect(await user.setVideoDevice({ device: 1, width: 640 })).toEqual([
    { label: "Camera 2", kind: "videoinput", deviceId: "c2" },
  ]);
  await preview();
  const video = { deviceId: { exact: "c2" }, width: { ideal: 640 } };
  expect(devices.asked).toEqual([{ video, audio: true }]);
  await preview({ videoDeviceConfig: { device: 0 } });
  expect(devices.asked.at(-1)?.video).toEqual({ deviceId: { exact: "c1" } });
});

test("a size without a device is wished of the device that is set", async () => {
  await user.setVideoDevice({ device: 1 });
  await preview({ videoDeviceConfig: { height: 360 } });
  expect(devices.asked.at(-1)?.video).toEqual({ ...camera2.video, height: { ideal: 360 } });
});

test("no picture may be set, too; a preview that names a size wants one", async () => {
  await user.setVideoDevice({ device: false });
  expect((await preview()).getVideoTracks()).toEqual([]);
  expect((await preview({ videoDeviceConfig: { width: 640 } })).getVideoTracks()).toHaveLength(1);
});

test("setting a device exchanges its track within the running preview and leaves the other", async () => {
  const stream = await preview();
  const [before] = stream.getVideoTracks();
  const sound = stream.getAudioTracks();
  await user.setVideoDevice({ device: 1 });
  expect(devices.asked.at(-1)).toEqual({ ...camera2, audio: false });
  expect(stream.getVideoTracks().map(({ deviceId }) => deviceId)).toEqual(["c2"]);
  expect(stream.getAudioTracks()).toEqual(sound);
  expect([before?.readyState, sound[0]?.readyState]).toEqual(["ended", "live"]);
  await user.setVideoDevice({ device: false });
  expect(stream.getTracks()).toEqual(sound);
  expect(names()).toEqual(["StartPreviewSuccess"]);
});

test("what can't be set raises MediaStreamError and changes nothing", async () => {
  const stream = await preview({ audioDeviceConfig: { device: false } });
  const tracks = stream.getTracks();
  const wrong = [
    [{ device: 7 }, 6004],
    [{ device: "front" }, 1001],
    [{ device: -1 }, 1002],
    [{ device: {} }, 1001],
    [{ device: 0, width: "wide" }, 1001],
    [{ device: false }, 6001],
    [undefined, 1001],
  ] as const;
  for (const [config, code] of wrong) {
    await expect(user.setVideoDevice(config as never)).rejects.toMatchObject({ code });
    expect(events.at(-1)).toMatchObject({ name: "MediaStreamError", error: { code } });
  }
  devices.refusals.push("NotAllowedError");
  await expect(user.setVideoDevice({ device: 1 })).rejects.toMatchObject({ code: 6005 });
  expect(stream.getTracks()).toEqual(tracks);
  expect(tracks[0]?.readyState).toBe("live");
  await user.stopPreview();
  expect(user.getSelectedVideoDevice()).toEqual([]);
});

test("a device that was set is found by its id when indexes have shifted", async () => {
  await user.setVideoDevice({ device: 1 });
  devices.plugged = devices.plugged.slice(1);
  await preview();
  expect(devices.asked.at(-1)?.video).toEqual(camera2.video);
  expect(names()).toEqual(["StartPreviewSuccess"]);
});

test("one that is gone gives way to the browser's choice, which is told", async () => {
  await user.setAudioDevice({ device: 0 });
  devices.plugged = devices.plugged.filter(({ kind }) => kind !== "audioinput");
  await preview();
  expect(devices.asked.at(-1)).toEqual({ video: true, audio: true });
  expect(names()).toEqual(["MediaStreamError", "StartPreviewSuccess"]);
  expect(events[0]).toMatchObject({ error: { code: 6004 } });
  expect(events[0]?.data["text"]).toContain('"Headset"');
});

test("selected is the device in use, or the one that is set, or none", async () => {
  expect(user.getSelectedAudioDevice()).toEqual([]);
  await user.setAudioDevice({ device: 0 });
  const headset = { label: "Headset", kind: "audioinput", deviceId: "m1" };
  expect(user.getSelectedAudioDevice()).toEqual([headset]);
  await preview({ audioDeviceConfig: { device: false } });
  expect(user.getSelectedAudioDevice()).toEqual([]);
  expect(user.getSelectedVideoDevice()[0]?.label).toBe("Front camera");
  await user.stopPreview();
  expect(user.getSelectedDevice({ kind: "audioinput" })).toEqual([headset]);
  expect(user.getSelectedDevice({ kind: "audio" } as never)).toEqual([]);
  expect(events.at(-1)).toMatchObject({ name: "GetSelectedDeviceError", error: { code: 1003 } });
});

test("another preview keeps the stream, and a microphone that is asked for as before", async () => {
  const stream = await preview({ audioDeviceConfig: { device: 0 } });
  const [sound] = stream.getAudioTracks();
  const again = await preview({
    videoDeviceConfig: { source: "screen" },
    audioDeviceConfig: { device: 0 },
  });
  expect(again).toBe(stream);
  expect(stream.getAudioTracks()).toEqual([sound]);
  expect(stream.getVideoTracks()[0]?.label).toBe("screen:0:0");
  await preview({ audioDeviceConfig: { device: 0, echoCancellation: false } });
  expect(stream.getAudioTracks()[0]).not.toBe(sound);
  expect(sound?.readyState).toBe("ended");
});

test("where two cameras can't be open at once, the old one makes room", async () => {
  const stream = await preview();
  const tracks = stream.getTracks();
  devices.refusals.push("NotReadableError", undefined);
  await user.setVideoDevice({ device: 1 });
  expect(tracks.map(({ readyState }) => readyState)).toEqual(["ended", "live"]);
  expect(stream.getVideoTracks()[0]?.deviceId).toBe("c2");
});

test("an ended screen share and a lost device are told by different codes", async () => {
  const stream = await preview({ videoDeviceConfig: { source: "screen" } });
  stream.getVideoTracks()[0]?.unplug();
  expect(events.at(-1)).toMatchObject({ name: "MediaStreamError", error: { code: 6008 } });
  stream.getAudioTracks()[0]?.unplug();
  expect(events.at(-1)).toMatchObject({ name: "MediaStreamError", error: { code: 6000 } });
  expect(events.at(-1)?.data["text"]).toContain("Headset");
});

test("what is out of use raises nothing when it ends", async () => {
  const [before] = (await preview()).getVideoTracks();
  await user.setVideoDevice({ device: 1 });
  before?.unplug();
  expect(names()).toEqual(["StartPreviewSuccess"]);
});

test("muting holds for previews to come, whichever name it is called by", async () => {
  user.muteDevice({ kind: "videoinput", mute: true });
  user.muteAudio(true);
  const stream = await preview();
  expect(stream.getTracks().map(({ enabled }) => enabled)).toEqual([false, false]);
  await user.setVideoDevice({ device: 1 });
  expect(stream.getVideoTracks()[0]?.enabled).toBe(false);
  user.muteVideo(false);
  expect(stream.getVideoTracks()[0]?.enabled).toBe(true);
  user.muteVideo("yes" as never);
  user.muteDevice({ kind: "videoinput" } as never);
  expect(events.slice(-2).map(({ name, error }) => [name, error?.code])).toEqual([
    ["MediaStreamError", 1001],
    ["MuteDeviceError", 1001],
  ]);
});

test("a page's own stream is previewed, and never stopped", async () => {
  const canvas = new ScriptedTrack("video");
  const { stream, metadata } = await user.setMediaStream(page(canvas));
  expect(stream.getTracks()).toEqual([canvas]);
  expect(metadata).toMatchObject({ width: 1280, hasVideo: true, hasAudio: false });
  await user.setMediaStream({ stream: page(new ScriptedTrack("audio")) });
  await user.stopPreview();
  expect(canvas.readyState).toBe("live");
  expect(names()).toEqual(["StartPreviewSuccess", "StartPreviewSuccess", "StopPreviewSuccess"]);
});

test("a stream that is none, or has nothing in it, is refused, naming the argument", async () => {
  const wrong = [
    [{}, 1001, "config.stream"],
    [{ stream: page() }, 6001, "config.stream"],
    [{ stream: page(new ScriptedTrack("video")), width: "w" }, 1001, "config.width"],
    [undefined, 1001, "config"],
  ] as const;
  for (const [config, code, argument] of wrong) {
    const error = { code, userinfo: { argument } };
    await expect(user.setMediaStream(config as never)).rejects.toMatchObject(error);
    expect(events.at(-1)?.name).toBe("StartPreviewError");
  }
});

test("only a stream's sound can be injected, and only into a preview", async () => {
  const sound = page(new ScriptedTrack("audio"));
  const wrong = [
    [{ stream: sound, tracks: ["video"] }, 1003],
    [{ stream: sound, tracks: "audio" }, 1001],
    [{ stream: page(new ScriptedTrack("video")), tracks: ["audio"] }, 6001],
    [{ stream: {} }, 1001],
    [{ stream: sound }, 1006],
  ] as const;
  for (const [config, code] of wrong) {
    await expect(user.injectExternalMediaStream(config as never)).rejects.toMatchObject({ code });
    expect(events.at(-1)?.name).toBe("MediaStreamError");
  }
});

test("what is injected is sent with the microphone's sound, and taken out again", async () => {
  const stream = await preview();
  const [voice] = stream.getAudioTracks();
  const [one, two] = [new ScriptedTrack("audio"), new ScriptedTrack("audio")];
  const injection = await user.injectExternalMediaStream({ stream: page(one) });
  await user.injectExternalMediaStream({ stream: page(two), tracks: ["audio"] });
  const mix = ScriptedAudioContext.last;
  expect(stream.getAudioTracks()).toEqual([mix.out]);
  expect(mix.inputs).toEqual(new Set([voice, one, two]));
  injection.remove();
  two.unplug();
  expect(mix.inputs).toEqual(new Set([voice]));
  expect(stream.getAudioTracks()).toEqual([mix.out]);
});

test("a mix outlives other devices and previews, but not the end of the preview", async () => {
  const stream = await preview();
  const music = new ScriptedTrack("audio");
  await user.injectExternalMediaStream({ stream: page(music) });
  const mix = ScriptedAudioContext.last;
  await user.setAudioDevice({ device: 0 });
  expect([...mix.inputs].map((each) => each?.deviceId)).toEqual(["", "m1"]);
  expect(user.getSelectedAudioDevice()[0]?.label).toBe("Headset");
  await preview({ audioDeviceConfig: { device: false } });
  expect(mix.inputs).toEqual(new Set([music]));
  user.muteAudio(true);
  expect([music.enabled, mix.out.enabled]).toEqual([true, true]);
  await user.stopPreview();
  expect(mix.state).toBe("closed");
  expect((await preview()).getAudioTracks()[0]).not.toBe(mix.out);
  expect(stream.getTracks()).not.toContain(undefined);
});

test("before anybody has touched the page, the microphone is sent by itself, which is told", async () => {
  ScriptedAudioContext.asleep = true;
  const stream = await preview();
  const [voice] = stream.getAudioTracks();
  const injected = user.injectExternalMediaStream({ stream: page(new ScriptedTrack("audio")) });
  await vi.advanceTimersByTimeAsync(1000);
  await injected;
  expect(stream.getAudioTracks()).toEqual([voice]);
  expect(events.at(-1)).toMatchObject({ name: "MediaStreamError", error: { code: 1006 } });
  ScriptedAudioContext.asleep = false;
  document.dispatchEvent(new Event("click"));
  await settle();
  expect(stream.getAudioTracks()).toEqual([ScriptedAudioContext.last.out]);
});

test("an ended track leaves the stream; the other goes on", async () => {
  const stream = await preview();
  const [picture] = stream.getVideoTracks();
  stream.getAudioTracks()[0]?.unplug();
  await settle();
  expect(stream.getTracks()).toEqual([picture]);
  expect(user.getSelectedAudioDevice()).toEqual([]);
});

test("a screen can be captured with an extension's name or without, where the browser can", async () => {
  expect(user.isScreenCaptureAvailable()).toBe(true);
  user.addScreenCaptureExtension("nanoScreenCapture");
  user.addScreenCaptureExtension(7 as never);
  expect(events).toMatchObject([{ name: "MediaStreamError", error: { code: 1001 } }]);
  vi.stubGlobal("navigator", { mediaDevices: {} });
  expect(user.isScreenCaptureAvailable()).toBe(false);
  const screen = preview({ videoDeviceConfig: { source: "screen" } });
  vi.stubGlobal("navigator", {});
  await expect(screen).rejects.toMatchObject({ code: expect.any(Number) });
});

test("what can't be captured is told by its code", async () => {
  const video = { videoDeviceConfig: { device: false } };
  await expect(preview({ ...video, audioDeviceConfig: { device: false } })).rejects.toMatchObject({
    code: 6001,
  });
  devices.refusals.push("NotReadableError");
  await expect(preview()).rejects.toMatchObject({ code: 6000 });
  vi.spyOn(devices, "enumerateDevices").mockRejectedValue(new DOMException("no", "AbortError"));
  await expect(user.getDevices()).rejects.toMatchObject({ code: 6006 });
  vi.spyOn(devices, "getDisplayMedia").mockRejectedValue(new DOMException("", "NotAllowedError"));
  const screen = { videoDeviceConfig: { source: "screen" as const } };
  await expect(preview(screen)).rejects.toMatchObject({
    code: 6008,
    userinfo: { cause: "NotAllowedError" },
  });
  await settle();
  expect(names().slice(-2)).toEqual(["GetDevicesError", "StartPreviewError"]);
});

test("destroying ends the preview", async () => {
  const [track] = (await preview()).getTracks();
  user.destroy();
  await settle();
  expect(track?.readyState).toBe("ended");
});
