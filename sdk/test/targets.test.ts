import fc from "fast-check";
import { expect, test } from "vitest";
import { RtcError } from "../src/errors";
import { checkTargets, limitsOf } from "../src/targets";
import type { BroadcastConfig } from "../src/types";

const checkAll = (transcodingTargets: unknown) =>
  checkTargets({ transcodingTargets } as BroadcastConfig);

/** Of one target. */
const check = (target: unknown) => {
  const [first = {}, ...others] = checkAll(target);
  expect(others).toEqual([]);
  return first;
};

const amount = fc.nat(50_000_000);
const flag = fc.boolean();
const spelled = (on: boolean) => fc.constantFrom(on, Number(on), String(Number(on)));

test("numbers arrive as numbers and flags as '0' and '1', however they are spelled", () => {
  const case_ = fc
    .record({ videobitrate: amount, audiobitrate: amount, framerate: amount, on: flag })
    .chain((wanted) =>
      fc.record({
        wanted: fc.constant(wanted),
        asText: flag,
        dropframes: spelled(wanted.on),
        h264passthrough: spelled(wanted.on),
        icecast_audio: spelled(wanted.on),
        passthrough: spelled(wanted.on),
      }),
    );
  fc.assert(
    fc.property(case_, ({ wanted, asText, ...flags }) => {
      const { on, ...amounts } = wanted;
      const given = Object.entries(amounts).map(([key, value]) => [
        key,
        asText ? ` ${value} ` : value,
      ]);
      const wire = on ? "1" : "0";
      expect(check({ output: "rtmp://a/b", ...Object.fromEntries(given), ...flags })).toEqual({
        output: "rtmp://a/b",
        ...amounts,
        dropframes: wire,
        h264passthrough: wire,
        icecast_audio: wire,
        passthrough: wire,
      });
    }),
  );
});

test("null, undefined and an empty name count as not given", () => {
  const nothing = { videobitrate: null, framerate: undefined, dropframes: null, streamname: "" };
  expect(check({ output: " rtmps://a/b ", ...nothing, rtmpconnectinfo: null })).toEqual({
    output: "rtmps://a/b",
  });
});

test("the output may be left to the server", () => {
  expect(check({ output: "", streamname: "show" })).toEqual({ streamname: "show" });
});

test("connect info may come as JSON text", () => {
  const rtmpconnectinfo = { key1: "value1", key2: 7.5, key3: false };
  expect(check({ rtmpconnectinfo: JSON.stringify(rtmpconnectinfo) })).toEqual({ rtmpconnectinfo });
});

test("connect info keeps each value's type", () => {
  const value = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (info) => {
      expect(check({ output: "rtmp://a/b", rtmpconnectinfo: info })["rtmpconnectinfo"]).toEqual(
        info,
      );
    }),
  );
});

test("an output may have a user and a password, and be an IPv6 address", () => {
  const output = "rtmps://ada:s%40fe@[2001:db8::1]:443/live?key=1";
  expect(check({ output })).toEqual({ output });
});

test("an array has one entry for each target, and nothing is taken over", () => {
  const given = [{ output: "rtmp://a/b", framerate: "30" }, { output: "rtmps://c/d" }];
  expect(checkAll(given)).toEqual([
    { output: "rtmp://a/b", framerate: 30 },
    { output: "rtmps://c/d" },
  ]);
});

test("numbered targets are sent as the first is unless they say otherwise, but keep their places to themselves", () => {
  const first = { output: "rtmp://a/b", streamname: "one", rtmpconnectinfo: { key: "secret" } };
  const given = {
    ...{ ...first, videobitrate: 900_000, dropframes: "1" },
    ...{ output2: "rtmp://c/d", videobitrate2: "500000", streamname2: null },
    ...{ output3: "rtmp://e/f", streamname3: "three", dropframes3: false },
    ...{ output4: "", icecast_audio4: null },
  };
  expect(checkAll(given)).toEqual([
    { ...first, videobitrate: 900_000, dropframes: "1" },
    { output: "rtmp://c/d", videobitrate: 500_000, dropframes: "1" },
    { output: "rtmp://e/f", streamname: "three", videobitrate: 900_000, dropframes: "0" },
  ]);
});

test("up to 8 are taken", () => {
  const outputs = Array.from({ length: 8 }, (_, index) => ({ output: `rtmp://a/${index}` }));
  expect(checkAll(outputs)).toEqual(outputs);
  const numbered = outputs.map(({ output }, index) => [
    `output${index > 0 ? index + 1 : ""}`,
    output,
  ]);
  expect(checkAll(Object.fromEntries(numbered))).toEqual(outputs);
});

const A = { output: "rtmp://a/b" };

test.each([
  [[], "config.transcodingTargets"],
  [Array(9).fill(A), "config.transcodingTargets"],
  [[A, { output: "http://c/d" }], "config.transcodingTargets[1].output"],
  [[A, 7], "config.transcodingTargets[1]"],
  [[{ ...A, output2: "rtmp://c/d" }], "config.transcodingTargets[0].output2"],
  [[A, { rtmpconnectinfo: { a: {} } }], "config.transcodingTargets[1].rtmpconnectinfo.a"],
  [{ ...A, output3: "rtmp://c/d" }, "config.transcodingTargets.output2"],
  [{ ...A, streamname2: "two" }, "config.transcodingTargets.output2"],
  [{ ...A, output2: "rtmp://" }, "config.transcodingTargets.output2"],
  [{ ...A, output2: A.output, framerate2: "fast" }, "config.transcodingTargets.framerate2"],
  [{ ...A, output9: A.output }, "config.transcodingTargets.output9"],
  [{ ...A, output1: A.output }, "config.transcodingTargets.output1"],
  [{ ...A, passthrough: "yes" }, "config.transcodingTargets.passthrough"],
  [{ ...A, width: "wide" }, "config.transcodingTargets.width"],
  [{ ...A, icecast_url: "radio.example.org" }, "config.transcodingTargets.icecast_url"],
  [{ ...A, output2: A.output, icecast_url2: 7 }, "config.transcodingTargets.icecast_url2"],
])("%j is refused, naming %s", (given, argument) => {
  expect(() => checkAll(given)).toThrow(expect.objectContaining({ userinfo: { argument } }));
});

test("whatever is given, the result is right or an error names the argument", () => {
  const keys = ["output", "streamname", "videobitrate", "framerate", "dropframes"] as const;
  const all = [...keys, "rtmpconnectinfo", ...keys.map((key) => `${key}2`), "output3", "output10"];
  const value = fc.oneof(fc.anything(), fc.constantFrom("rtmp://a/b", "1", 7));
  const anyTargets = fc.record(Object.fromEntries(all.map((key) => [key, value])), {
    requiredKeys: [],
  });
  const anything = fc.oneof(anyTargets, fc.array(anyTargets, { maxLength: 9 }), fc.anything());
  fc.assert(
    fc.property(anything, (given) => {
      try {
        const targets = checkAll(given);
        expect(targets.length).toBeGreaterThan(0);
        expect(targets.length).toBeLessThanOrEqual(8);
        for (const { output, videobitrate = 0 } of targets) {
          expect(output ?? "rtmp://").toMatch(/^rtmps?:\/\//i);
          expect(Number(videobitrate)).toBeGreaterThanOrEqual(0);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(RtcError);
        expect((error as RtcError).userinfo.argument).toMatch(/^config\.transcodingTargets/);
        expect((error as RtcError).text).toContain((error as RtcError).userinfo.argument);
      }
    }),
  );
});

const asked = { output: "rtmp://a/b", videobitrate: "500000", framerate: 15 };
const limits = { bitrate: 500_000, framerate: 15 };

test.each([
  // H.264 passes through unless something is asked for that it can't have then.
  ["H264", { h264passthrough: "1" }, limits],
  ["H264", { framerate: 0 }, { bitrate: 500_000 }],
  ["H264", {}, {}],
  ["H264", { framerate: null, width: 640, height: 360 }, {}],
  ["H264", { h264passthrough: "1", width: 640, height: 360 }, limits],
  ["H264", { h264passthrough: "0" }, {}],
  ["H264", { passthrough: "1" }, {}],
  ["h264", { h264passthrough: "1", videobitrate: 0 }, { framerate: 15 }],
  // Anything else is transcoded unless all of it may pass.
  ["VP8", { h264passthrough: "1" }, {}],
  ["AV1", { passthrough: "1" }, limits],
])("%s to a target with %j is limited to %j", (codec, target, expected) => {
  expect(limitsOf(checkAll({ ...asked, ...target }), codec, [])).toEqual(expected);
});

test("of several targets the one that asks for the least decides, if all get what is sent", () => {
  const passed = { h264passthrough: "1" };
  const all = [
    { output: "rtmp://a/b", videobitrate: 900_000, framerate: 0 },
    { output: "rtmp://c/d", videobitrate: 700_000, framerate: 25, ...passed },
  ];
  expect(limitsOf(checkAll(all), "H264", [])).toEqual({ bitrate: 700_000, framerate: 25 });
  const other = { output: "rtmp://e/f", videobitrate: 300_000, h264passthrough: "0" };
  expect(limitsOf(checkAll([...all, other]), "H264", [])).toEqual({});
});

test("what the server has decided counts more than what was asked for", () => {
  const targets = checkAll([asked, { ...asked, output: "rtmp://c/d", h264passthrough: "1" }]);
  expect(limitsOf(targets, "H264", ["passthrough"])).toEqual(limits);
  expect(limitsOf(targets, "H264", ["passthrough", "transcoding"])).toEqual({});
});

test("size and Icecast address of the first target are those of the numbered ones, too", () => {
  const icecast = { icecast_audio: "1", icecast_url: " https://radio.example.org/show " };
  const given = { output: "rtmp://a/b", width: "640", height: 360, ...icecast };
  const shared = {
    ...{ width: 640, height: 360, icecast_audio: "1" },
    ...{ icecast_url: "https://radio.example.org/show" },
  };
  const second = { output2: "rtmp://c/d", width2: 1280, height2: 720, icecast_audio2: false };
  expect(checkAll({ ...given, ...second })).toEqual([
    { output: "rtmp://a/b", ...shared },
    { output: "rtmp://c/d", ...shared, width: 1280, height: 720, icecast_audio: "0" },
  ]);
});
