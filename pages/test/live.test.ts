import { describe, expect, test } from "vitest";
import type { BroadcastReport, BroadcastStatusData } from "../../sdk/src/index";
import { hostOf, isAddress, withoutSecrets } from "../src/live/address";
import { platformName, type Sent, warnings } from "../src/live/platforms";
import { facts, nameOf } from "../src/live/report";
import { countdown, someLive, targetState } from "../src/live/target-states";

describe("an RTMP address", () => {
  test.each([
    ["rtmp://a/live/show", "", true],
    ["rtmps://ada:pw@[2001:db8::1]:443/live?x=1", "key", true],
    ["RTMP://a/live", "key", true],
    ["rtmp://a/live", "", false],
    ["rtmp://a/", "key", false],
    ["rtmp://a", "key", false],
    ["http://a/live/show", "", false],
    ["rtmp://[a/live/show", "", false],
    ["", "key", false],
  ])("%s with the key “%s”: %s", (address, key, right) => {
    expect(isAddress(address, key)).toBe(right);
  });

  test("a host is told in small letters", () => {
    expect(hostOf("rtmp://A.RTMP.YouTube.com:1935/live2/k")).toBe("a.rtmp.youtube.com");
    expect(hostOf("nothing")).toBe("");
  });

  test.each([
    ["rtmp://a:1935/live/key", "", "rtmp://a:1935/live"],
    ["rtmps://ada:pw@a/live/?auth=x#y", "key", "rtmps://a/live"],
    ["rtmp://a/live/key/", "", "rtmp://a/live"],
    ["rtmp://a/live", "", "rtmp://a/live"],
    ["half", "", ""],
  ])("of %s and “%s” the browser keeps %s", (address, key, kept) => {
    expect(withoutSecrets(address, key)).toBe(kept);
  });
});

describe("platforms", () => {
  const right: Sent = {
    ...{ sound: true, bitrate: 2500, width: 1280, height: 720, framerate: 30 },
    keyframeInterval: 2,
  };
  const youtube = "rtmp://a.rtmp.youtube.com/live2/key";
  const twitch = "rtmp://fra02.contribute.live-video.net/app/key";
  const facebook = "rtmps://live-api-s.facebook.com:443/rtmp/key";

  test("are known by their hosts, and by nothing else in an address", () => {
    expect([youtube, twitch, "rtmp://live.twitch.tv/app/k", facebook].map(platformName)).toEqual([
      "YouTube",
      "Twitch",
      "Twitch",
      "Facebook",
    ]);
    expect(platformName("rtmp://notfacebook.com/rtmp/facebook.com")).toBe("");
    expect(platformName("rtmp://youtube.com.example/live2/k")).toBe("");
  });

  test("like what this page sends by itself", () => {
    expect([youtube, twitch, facebook].flatMap((each) => warnings(each, right))).toEqual([]);
  });

  test.each<[string, Partial<Sent>, RegExp]>([
    [youtube, { sound: false }, /YouTube expects sound/],
    [twitch, { bitrate: 8000 }, /6 Mbit\/s at most; this may be 8/],
    [twitch, { width: 1440, height: 2560 }, /1080 lines at most; the picture has 1440/],
    [facebook, { framerate: 90 }, /60 pictures in a second at most; the camera gives 90/],
    [twitch, { keyframeInterval: 4 }, /every 2 s; this server asks for one every 4 s/],
    [facebook.replace("rtmps", "rtmp"), {}, /by rtmps:\/\/ only/],
  ])("%s warns of %j", (address, sent, text) => {
    expect(warnings(address, { ...right, ...sent })).toEqual([expect.stringMatching(text)]);
  });

  test("a host that is not known never warns", () => {
    const wrong = { ...right, sound: false, bitrate: 1e6, framerate: 1000, keyframeInterval: 10 };
    expect(warnings("rtmp://ingest.example/live/key", wrong)).toEqual([]);
  });

  test("without a picture nothing is said of it", () => {
    expect(warnings(twitch, { ...right, width: 0, height: 0, framerate: 0 })).toEqual([]);
  });
});

describe("a destination", () => {
  const status = (given: Partial<BroadcastStatusData>): BroadcastStatusData => ({
    ...{ state: 6, message: "", text: "", streamname: "", target: 1 },
    ...given,
  });

  test.each<[Partial<BroadcastStatusData>, string, string]>([
    [{ state: 4 }, "connecting", "Connecting"],
    [{ state: 6 }, "live", "Live"],
    [{ state: 7, attempt: 3 }, "reconnecting", "Reconnecting, attempt 3"],
    [{ state: 8, text: "The key is wrong." }, "failed", "Failed: The key is wrong."],
    [{ state: 8 }, "failed", "Failed"],
  ])("of %j is %s: %s", (given, name, words) => {
    expect(targetState(status(given), 0)).toMatchObject({ name, words });
  });

  test("that the media arrive says nothing about it", () => {
    expect(targetState(status({ state: 5 }), 0)).toBeNull();
  });

  test("counts down to its next attempt", () => {
    const state = targetState(status({ state: 7, attempt: 1, retryIn: 2100 }), 1000);
    const left = [1000, 2100, 3099, 3100, 9000].map((now) => state && countdown(state, now));
    expect(left).toEqual(["in 3 s", "in 1 s", "in 1 s", "", ""]);
  });

  test("one that is live is enough", () => {
    const [live, failed] = [6, 8].map((state) => targetState(status({ state }), 0));
    expect(live && failed && someLive([failed, live])).toBe(true);
    expect(failed && someLive([failed])).toBe(false);
  });
});

describe("the report", () => {
  const INGEST = "rtmp://localhost:1935/live";
  const target = {
    ...{ target: 1, output: INGEST, streamname: "sh…", state: "ended" as const },
    ...{ videoFrames: 1815, audioFrames: 2871, bytes: 12_345_678, dropped: 0, retries: 0 },
    events: [],
  };
  const packets = { packets: 9, lost: 0, recovered: 0 };
  const report: BroadcastReport = {
    ...{ id: "b1", state: "ended", start: "2026-01-31T12:00:00Z", duration: 61_250 },
    events: [
      { at: 30_100, event: "publisherLost" },
      { at: 33_400, event: "publisherBack" },
      { at: 60_000, event: "publisherLost" },
    ],
    video: {
      ...{ codec: "H264", width: 1280, height: 720, frames: 1820, bytes: 11_400_300 },
      ...{ ...packets, lost: 1, recovered: 10, keyFrames: 31, keyFramesAsked: 31 },
    },
    audio: { codec: "OPUS", frames: 3061, bytes: 367_320, ...packets, repeated: 2 },
    sync: { skew: -4, maxSkew: 31, corrections: 18, corrected: 64, jumps: 1 },
    targets: [
      target,
      {
        ...{ ...target, target: 2, output: "rtmp://a.rtmp.youtube.com/live2", state: "failed" },
        ...{ dropped: 1, retries: 2, error: "the ingest closed" },
        video: {
          ...{ mode: "transcoding", from: "VP8", to: "H264", why: "", width: 1280, height: 720 },
          ...{ restarts: 1, dropped: 40, log: [] },
        },
        audio: { source: "icecast", to: "AAC", channels: 2 },
      },
    ],
  };

  test("says in plain words how it went", () => {
    expect(facts(report, INGEST).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Duration: 1:01",
      "Picture: 1,820 frames of 1280 × 720, 11.4 MB",
      "Sound: 368 kB",
      "Lost on the way: 1 packet for good; 10 packets came at the second try",
      "Sound and picture: 4 ms apart, 31 ms at most; began anew once",
      "Gaps: 2, of 3.3 s, 1.3 s",
      "1. This server: 1,815 frames, 12.3 MB",
      "2. YouTube: 1,815 frames, 12.3 MB; transcoded from VP8 to H.264, 1280 × 720; 40 frames not transcoded; transcoder restarted once; sound from Icecast; 1 frame left out; tried again 2 times; failed: the ingest closed",
    ]);
  });

  test("leaves out what there was not", () => {
    const { video: _, sync: __, ...sound } = { ...report, events: [] };
    const values = facts(sound, null).map(({ label, value }) => `${label}: ${value}`);
    expect(values).toContain("Picture: none");
    expect(values).toContain("Gaps: none");
    expect(values).toContain("Lost on the way: nothing");
    expect(values.join()).not.toContain("apart");
  });

  test("names a destination as people call it", () => {
    expect(nameOf("rtmp://ingest.example/live", INGEST)).toBe("ingest.example");
    expect(nameOf("rtmps://live-api-s.facebook.com:443/rtmp", null)).toBe("Facebook");
    expect(nameOf("ingest", null)).toBe("ingest");
    expect(nameOf("rtmp://localhost/live", INGEST)).toBe("This server");
    expect(nameOf("rtmp://localhost:1935/live/show", INGEST)).toBe("This server");
    expect(nameOf("rtmp://localhost:1935/lively/show", INGEST)).toBe("localhost");
    expect(nameOf("rtmp://localhost:19350/live", INGEST)).toBe("localhost");
  });
});
