import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { Application } from "./application";
import { launch } from "./firefox";
import { record } from "./recording";
import { freeTcpPort } from "./server";

const server = `http://localhost:${inject("http")}`;
const ingest = `rtmp://127.0.0.1:${inject("ingest")}/live`;
const CAMERA = {
  videoDeviceConfig: { device: 0, width: 320, height: 180, framerate: 30 },
  audioDeviceConfig: { device: 0 },
  elementId: "video-local",
};
const MICROPHONE = { ...CAMERA, videoDeviceConfig: { device: false } };

/** In dB below full scale. */
const LOUD = -40;
const SILENT = -80;
const POLL = { timeout: 30_000 };

let browser: Browser;
let application: Application;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rillcast-firefox-"));
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

beforeEach(async ({ onTestFailed }) => {
  application = await Application.open(browser, server);
  onTestFailed(() => console.error("The page's console:", application.console));
});

afterEach(() => application.close());

async function signIn() {
  await application.call("signIn", { server, userName: "Fox" });
  await application.event("SignInSuccess");
}

async function startPreview(config: object) {
  await application.call("startPreview", config);
  return (await application.event("StartPreviewSuccess")).data;
}

function listen(stream: string, seconds: number) {
  return record(`${server}/live/${stream}.flv`, seconds, join(folder, `${stream}.flv`));
}

function consoleErrors() {
  return application.console.filter(({ type }) => type === "error");
}

test("the browser is supported in part: it can't send H.264", async () => {
  expect(await application.call("checkSupport")).toBe(3);
  expect(await application.page.evaluate("RtcUser.checkSupport()")).toBe(3);
});

test("a user signs in and out", async () => {
  await application.call("signIn", { server, userName: "Fox", room: "burrow" });
  const { data } = await application.event("SignInSuccess");
  expect(data).toEqual({ server, userId: expect.stringMatching(/./) });
  expect(await application.call("isSignedIn")).toBe(true);
  await application.call("signOut");
  expect((await application.event("SignOutSuccess")).data).toEqual(data);
  expect(await application.call("isSignedIn")).toBe(false);
  expect(consoleErrors()).toEqual([]);
});

test("signing in without a name says which option is wrong", async () => {
  await application.call("signIn", { server });
  const { data, error } = await application.event("SignInError");
  expect(error?.userinfo.argument).toBe("options.userName");
  expect(data.text).toContain("options.userName");
});

test("signing in where no server is says so", async () => {
  const nowhere = `http://localhost:${await freeTcpPort()}`;
  await application.call("signIn", { server: nowhere, userName: "Fox" });
  const { data, error } = await application.event("SignInError");
  expect(error?.code).toBe(3000);
  expect(data.text).toBe(error?.text);
  expect(await application.call("isSignedIn")).toBe(false);
});

test("signing out before having signed in is an error event", async () => {
  await application.call("signOut");
  expect((await application.event("SignOutError")).error?.code).toBe(4001);
});

test.each([
  ["setConfig", { codecs: { videoCodec: "AV2" } }, "SetConfigError", "videoCodec"],
  ["muteDevice", { kind: "nose", mute: true }, "MuteDeviceError", "config.kind"],
  ["getSelectedDevice", { kind: "nose" }, "GetSelectedDeviceError", "config.kind"],
] as const)("%s tells a wrong argument by name", async (method, config, event, argument) => {
  await application.call(method, config);
  expect((await application.event(event)).data.text).toContain(argument);
});

test("devices that can't be listed are an error event with empty lists", async () => {
  await application.page.evaluate(() => {
    navigator.mediaDevices.enumerateDevices = () => Promise.reject(new Error("Not today"));
  });
  await application.call("getDevices");
  const { data, error } = await application.event("GetDevicesError");
  expect(error?.code).toBe(6006);
  expect(data.devices).toEqual({ videodevices: [], audiodevices: [] });
});

test("cameras and microphones are listed", async () => {
  await application.call("getDevices");
  const { devices } = (await application.event("ReceivedDeviceList")).data;
  const device = { id: expect.stringMatching(/./), index: 0 };
  expect(devices).toEqual({ videodevices: [device], audiodevices: [device] });
});

test("the preview's picture moves in the element", async () => {
  const { metadata } = await startPreview(CAMERA);
  expect(metadata).toMatchObject({ width: 320, height: 180, hasAudio: true, hasVideo: true });
  await application.pictureMoves();
  await application.call("stopPreview");
  await application.event("StopPreviewSuccess");
  expect(await application.page.evaluate("video.srcObject")).toBe(null);
  expect(consoleErrors()).toEqual([]);
});

test("a preview of a camera that isn't there is an error event", async () => {
  await application.call("startPreview", { ...CAMERA, videoDeviceConfig: { device: 7 } });
  const { data, error } = await application.event("StartPreviewError");
  expect(error?.code).toBe(6004);
  expect(data.text).toContain("config.videoDeviceConfig.device is 7");
});

test("a muted picture is black, and comes back", async () => {
  await startPreview(CAMERA);
  await application.pictureIs("bright");
  await application.call("muteVideo", true);
  await application.pictureIs("black");
  await application.call("muteVideo", false);
  await application.pictureIs("bright");
});

test("what the microphone hears arrives as AAC, silence when it is muted", async () => {
  await signIn();
  await startPreview(MICROPHONE);
  const output = `${ingest}/fox`;
  await application.call("startBroadcast", { transcodingTargets: { output } });
  const { data } = await application.event("StartBroadcastSuccess");
  expect(data).toMatchObject({ output, streamname: "fox" });

  const heard = await listen("fox", 3);
  expect(heard).toMatchObject({ errors: "", codecs: ["aac"] });
  expect(heard.seconds).toBeGreaterThan(2.5);
  expect(heard.loudest).toBeGreaterThan(LOUD);
  await application.call("muteAudio", true);
  await expect.poll(async () => (await listen("fox", 1)).loudest, POLL).toBeLessThan(SILENT);
  await application.call("muteAudio", false);
  await expect.poll(async () => (await listen("fox", 1)).loudest, POLL).toBeGreaterThan(LOUD);

  await application.call("stopBroadcast");
  await application.event("StopBroadcastSuccess");
  await application.call("signOut");
  await application.event("SignOutSuccess");
  expect(consoleErrors()).toEqual([]);
});

test("figures tell of a broadcast's sound until they are disabled", async () => {
  await signIn();
  await startPreview(MICROPHONE);
  await application.call("enableStats", true, 200);
  await application.call("startBroadcast", { transcodingTargets: { output: `${ingest}/cub` } });
  await application.event("StartBroadcastSuccess");
  const results = await figures();
  expect(results).toMatchObject({ audioCodec: "opus", packetLoss: 0 });
  expect(results).not.toHaveProperty("videoBitrate");
  await application.call("enableStats", false);
  await application.call("stopBroadcast");
  await application.event("StopBroadcastSuccess");
});

/** The first figures with a bitrate: before that nothing was sent. */
async function figures(): Promise<{ audioBitrate: number }> {
  for (;;) {
    const { data } = await application.event("ReceivedWebRTCStats");
    if (data.results.audioBitrate > 0) {
      expect(data.stats.results).toEqual(data.results);
      return data.results;
    }
  }
}

test("a destroyed user is signed out and lets the camera go", async () => {
  await signIn();
  await startPreview(CAMERA);
  await application.call("destroy");
  expect(await application.call("isSignedIn")).toBe(false);
  await application.page.waitForFunction("video.srcObject === null");
  expect(consoleErrors()).toEqual([]);
});

test("without H.264 another codec is sent, and that is told", async () => {
  await signIn();
  await application.call("setConfig", { codecs: { videoCodec: "H264" } });
  await startPreview(CAMERA);
  await application.call("startBroadcast", {
    transcodingTargets: { output: `${ingest}/vixen` },
  });
  const { data: status } = await application.event("BroadcastStatus");
  expect(status).toMatchObject({ message: "codec_fallback", streamname: "vixen" });
  expect(status.text).toContain("can't send H264; it sends VP8 instead");
  await application.event("StartBroadcastSuccess");
  await application.call("stopBroadcast");
  expect(consoleErrors()).toEqual([]);
});
