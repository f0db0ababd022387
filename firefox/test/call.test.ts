// Firefox and Chromium call each other, by the machine's own address: Firefox never uses that of loopback.
import type { Browser } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { launchChromium } from "./chromium";
import { launch } from "./firefox";
import { Member } from "./member";

const server = `http://localhost:${inject("http")}`;
const CAMERA = { device: 0, width: 320, height: 180, framerate: 15 };
const MICROPHONE = { videoDeviceConfig: { device: false }, audioDeviceConfig: { device: 0 } };

let firefox: Browser;
let chromium: Browser;
let rooms = 0;

beforeAll(async () => {
  [firefox, chromium] = await Promise.all([launch(), launchChromium()]);
});

afterAll(async () => {
  await Promise.all([firefox?.close(), chromium?.close()]);
});

describe.each([
  { from: "Chromium", to: "Firefox" },
  { from: "Firefox", to: "Chromium" },
])("$from calls $to:", ({ from }) => {
  let caller: Member;
  let called: Member;

  beforeEach(async ({ onTestFailed }) => {
    const members = await Promise.all([
      Member.open(chromium, server, "Chromium"),
      Member.open(firefox, server, "Firefox"),
    ]);
    [caller, called] = from === "Chromium" ? members : [members[1], members[0]];
    for (const { name, application } of members) {
      onTestFailed(() => console.error(`The console of ${name}:`, application.console));
    }
    rooms++;
    await caller.enter(`room ${rooms}`);
    await called.enter(`room ${rooms}`);
    await caller.isTold(called, { state: "available" });
  });

  afterEach(async () => {
    await Promise.all([caller, called].map(({ application }) => application.close()));
  });

  async function call() {
    await caller.application.call("setVideoDevice", CAMERA);
    await called.application.call("setVideoDevice", CAMERA);
    await caller.talkTo(called);
  }

  /** Each of the two, with the other one. */
  function both(): [Member, Member][] {
    return [
      [caller, called],
      [called, caller],
    ];
  }

  test("each sees and hears the other, and is told figures", async () => {
    await call();
    for (const [one, other] of both()) {
      await one.application.pictureMoves();
      await one.hears("sound");
      await one.application.call("enableStats", true, 500);
      const figures = await one.figures(other);
      expect(figures.frameWidth).toBe(320);
      // Firefox has no H264, which is preferred otherwise.
      expect(figures).toMatchObject({ audioCodec: "opus", videoCodec: "VP8" });
    }
  });

  test("who is muted is seen black, heard no more, and told to be so", async () => {
    await call();
    for (const [one, other] of both()) {
      await other.application.pictureIs("bright");
      await one.application.call("muteVideo", true);
      await other.isTold(one, { videoMuted: true, audioMuted: false });
      await other.application.pictureIs("black");
      await one.application.call("muteAudio", true);
      await other.isTold(one, { videoMuted: true, audioMuted: true });
      await other.hears("silence");
    }
  });

  test("a camera that comes in mid-call is seen", async () => {
    await caller.application.call("startPreview", MICROPHONE);
    await caller.application.event("StartPreviewSuccess");
    await called.application.call("setVideoDevice", CAMERA);
    await caller.talkTo(called);
    expect((await called.event("RemoteStreamAdded", caller)).metadata.hasVideo).toBe(false);
    await called.hears("sound");
    await caller.application.call("startPreview", { ...MICROPHONE, videoDeviceConfig: CAMERA });
    expect((await called.event("RemoteStreamAdded", caller)).metadata.hasVideo).toBe(true);
    await called.application.pictureMoves();
    await caller.application.pictureMoves();
  });

  test("hanging up ends the call at both ends, and lets both cameras go", async () => {
    await call();
    await called.application.call("hangUpCall", caller.id);
    for (const [one, other] of both()) {
      expect((await one.event("CallDropped", other)).reason).toBe("hungUp");
      await one.isDone();
      expect(one.application.console.filter(({ type }) => type === "error")).toEqual([]);
    }
  });
});
