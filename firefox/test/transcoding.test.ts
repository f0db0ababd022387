import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { Application } from "./application";
import { launch } from "./firefox";
import { judge, makePattern, type Verdict } from "./judge";

const server = `http://localhost:${inject("http")}`;
const ingest = `rtmp://127.0.0.1:${inject("ingest")}/live`;
/** The page's camera, as in the tests in Chromium. */
const CAMERA = resolve(
  import.meta.dirname,
  "../../server/src/test/resources/dev/rillcast/browser/pattern.js",
);
const SECONDS = 10;
/** Without a sound card the page can only mute and unmute its sound, which takes effect when it likes; Chromium's is exact. */
const SKEW_MS = 200;
/** Until the browser has found its bitrate. */
const WARM_UP_MS = 4_000;
const TEST_MS = 120_000;

/** What each target asks for, and what it must get; no rate is the browser's. */
const CASES = [
  {
    target: { h264passthrough: "0", videobitrate: 300_000, framerate: 10 },
    wanted: { video: "h264", profile: "Main", audio: "aac", rate: 10, bitrate: 300_000 },
  },
  {
    target: { h264passthrough: "1", videobitrate: 900_000, framerate: 25 },
    wanted: { video: "h264", profile: "Main", audio: "aac", rate: 25, bitrate: 900_000 },
  },
  {
    target: { passthrough: "1" },
    wanted: { video: "vp8", audio: "opus" },
  },
];

let browser: Browser;
let application: Application;
let folder: string;
let pattern: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rillcast-firefox-"));
  pattern = await makePattern(folder);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

beforeEach(async ({ onTestFailed }) => {
  application = await Application.open(browser, server, await readFile(CAMERA, "utf8"));
  onTestFailed(() => console.error("The page's console:", application.console));
});

afterEach(() => application.close());

/** Gives the user the camera that shows the pattern. */
async function showPattern() {
  const files = (await readdir(pattern)).filter((name) => name.endsWith(".jpg")).sort();
  const pictures = await Promise.all(files.map((name) => readFile(join(pattern, name), "base64")));
  await application.page.evaluate(async (pictures) => {
    const size = { width: 640, height: 360 };
    // biome-ignore lint/suspicious/noExplicitAny: defined by the page's scripts
    const { pattern, rtcUser } = window as any;
    const camera = await pattern(pictures, size);
    await rtcUser.setMediaStream(camera.stream);
  }, pictures);
}

function check({ stream, likeness, skews }: Verdict, wanted: (typeof CASES)[number]["wanted"]) {
  expect(stream).toMatchObject({ width: 640, height: 360, errors: "", idr: true });
  expect(stream).toMatchObject({ video: wanted.video, audio: wanted.audio });
  expect(stream).toMatchObject({ channels: expect.any(Number), sampleRate: 48_000 });
  if (wanted.rate !== undefined) {
    expect(stream.profile).toBe(wanted.profile);
    expect(Math.abs(stream.frameRate / wanted.rate - 1)).toBeLessThan(0.05);
    expect(Math.abs(stream.bitrate / wanted.bitrate - 1)).toBeLessThan(0.15);
    expect(stream.longestGop).toBeLessThan(2.05);
  }
  expect(stream.smallestStep).toBeGreaterThan(0);
  expect(stream.largestHole).toBeLessThan(300);
  expect(Math.min(likeness.y, likeness.u, likeness.v)).toBeGreaterThan(0.8);
  expect(Math.abs(skews[Math.floor(skews.length / 2)] ?? Number.NaN)).toBeLessThan(SKEW_MS);
}

test("each target gets what it asked for", { timeout: TEST_MS }, async () => {
  await showPattern();
  await application.call("signIn", { server, userName: "Fox" });
  await application.event("SignInSuccess");
  const transcodingTargets = CASES.map(({ target }, index) => ({
    output: `${ingest}/reynard${index}`,
    ...target,
  }));
  await application.call("setConfig", { codecs: { videoCodec: "VP8" } });
  await application.call("startBroadcast", { transcodingTargets });
  await application.event("StartBroadcastSuccess");
  await setTimeout(WARM_UP_MS);
  const verdicts = await Promise.all(
    CASES.map((_, index) =>
      judge(`${server}/live/reynard${index}.flv`, SECONDS, pattern, `reynard${index}`),
    ),
  );
  await application.call("stopBroadcast");
  await application.event("StopBroadcastSuccess");
  CASES.forEach(({ wanted }, index) => {
    check(verdicts[index] as Verdict, wanted);
  });
});
