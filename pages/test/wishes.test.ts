import { describe, expect, test } from "vitest";
import type { Sent } from "../src/live/platforms";
import {
  asked,
  inShort,
  planned,
  sizeOf,
  videoText,
  type Wishes,
  wrongField,
} from "../src/live/wishes";

const USUAL: Wishes = { video: "h264", bitrate: "", framerate: "", lines: "", icecast: null };
const RATES = { bitrate: "1500", framerate: "29.97", lines: "720" };
const CAMERA = { width: 1920, height: 1080 };

describe("what is asked for", () => {
  test("as usual is H.264 passed through, and no more", () => {
    expect(asked(USUAL, CAMERA)).toEqual({ h264passthrough: "1" });
    expect(asked({ ...USUAL, ...RATES }, CAMERA)).toEqual({ h264passthrough: "1" });
  });

  test("for any codec is both ways of passing through", () => {
    const both = { h264passthrough: "1", passthrough: "1" };
    expect(asked({ ...USUAL, video: "any" }, CAMERA)).toEqual(both);
  });

  test("of a transcoder is what was filled in", () => {
    const transcode: Wishes = { ...USUAL, video: "transcode" };
    expect(asked(transcode, CAMERA)).toEqual({ h264passthrough: "0" });
    expect(asked({ ...transcode, ...RATES }, CAMERA)).toEqual({
      ...{ h264passthrough: "0", videobitrate: 1_500_000, framerate: 29.97 },
      ...{ width: 1280, height: 720 },
    });
  });

  test("is the server's Icecast stream without an address, or the one that was given", () => {
    expect(asked({ ...USUAL, icecast: "" }, CAMERA)).toMatchObject({ icecast_audio: "1" });
    expect(asked({ ...USUAL, icecast: "" }, CAMERA)).not.toHaveProperty("icecast_url");
    const icecast = "https://radio.example/show";
    expect(asked({ ...USUAL, icecast }, CAMERA)).toMatchObject({ icecast_url: icecast });
  });

  test.each([
    [720, CAMERA, { width: 1280, height: 720 }],
    [720, { width: 1080, height: 1920 }, { width: 720, height: 1280 }],
    [480, { width: 640, height: 480 }, { width: 640, height: 480 }],
    [480, { width: 0, height: 0 }, { width: 854, height: 480 }],
    [360, { width: 1441, height: 1080 }, { width: 480, height: 360 }],
  ])("has %d lines in the shape of %j, with even sides", (lines, picture, size) => {
    expect(sizeOf(lines, picture)).toEqual(size);
  });
});

test.each<[Partial<Wishes>, string | null]>([
  [{ video: "transcode", ...RATES }, null],
  [{ video: "transcode", bitrate: "15" }, "bitrate"],
  [{ video: "transcode", bitrate: "fast" }, "bitrate"],
  [{ video: "transcode", framerate: "0.5" }, "framerate"],
  [{ video: "transcode", framerate: "121" }, "framerate"],
  [{ bitrate: "fast" }, null], // is not asked for
  [{ icecast: "" }, null],
  [{ icecast: "http://radio.example:8000/a" }, null],
  [{ icecast: "radio.example" }, "icecast"],
])("of %j the field %j is wrong", (wishes, field) => {
  expect(wrongField({ ...USUAL, ...wishes })).toBe(field);
});

test("in short only what is not as usual is said", () => {
  expect(inShort(USUAL)).toBe("");
  expect(inShort({ ...USUAL, video: "any", icecast: "" })).toBe("any codec, Icecast");
  expect(inShort({ ...USUAL, ...RATES, video: "transcode" })).toBe(
    "transcoded, 720p, 1500 kbit/s, 29.97 fps",
  );
});

describe("what a platform gets", () => {
  const sent: Sent = {
    ...{ sound: false, bitrate: 2500, width: 1440, height: 2560, framerate: 60 },
    keyframeInterval: 4,
  };

  test("is what is sent where it passes through", () => {
    expect(planned(sent, USUAL, "H264")).toEqual(sent);
    expect(planned(sent, { ...USUAL, video: "any" }, "VP9")).toEqual(sent);
  });

  test("is what was asked of a transcoder, with a key frame every 2 s", () => {
    expect(planned(sent, { ...USUAL, ...RATES, video: "transcode", icecast: "" }, "H264")).toEqual({
      ...{ sound: true, bitrate: 1500, width: 720, height: 1280, framerate: 29.97 },
      keyframeInterval: 2,
    });
    expect(planned(sent, USUAL, "VP8")).toEqual({ ...sent, keyframeInterval: 2 });
  });
});

test.each([
  ["passthrough", "H264", "the browser sends H264", "H.264, passed through"],
  [
    ...(["transcoding", "VP8", "the browser sends VP8"] as const),
    "transcoded to H.264: the browser sends VP8",
  ],
  [
    ...(["transcoding", "H264", "h264passthrough is '0'"] as const),
    "transcoded to H.264: as you have chosen",
  ],
] as const)("%s of %s because %s reads: %s", (mode, from, why, text) => {
  expect(videoText({ mode, from, why })).toBe(text);
});
