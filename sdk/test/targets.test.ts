import fc from "fast-check";
import { expect, test } from "vitest";
import { RtcError } from "../src/errors";
import { checkTargets, limitsOf } from "../src/targets";
import type { BroadcastConfig } from "../src/types";

const check = (transcodingTargets: unknown) =>
  checkTargets({ transcodingTargets } as BroadcastConfig);

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

test("whatever is given, the result is right or an error names the argument", () => {
  const keys = ["output", "streamname", "videobitrate", "framerate", "dropframes"] as const;
  const anyTargets = fc.record(
    Object.fromEntries(
      [...keys, "rtmpconnectinfo"].map((key) => [
        key,
        fc.oneof(fc.anything(), fc.constantFrom("rtmp://a/b", "1", 7)),
      ]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(anyTargets, fc.anything()), (given) => {
      try {
        const { output, videobitrate = 0 } = check(given);
        expect(output ?? "rtmp://").toMatch(/^rtmps?:\/\//i);
        expect(Number(videobitrate)).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(RtcError);
        expect((error as RtcError).userinfo.argument).toMatch(/^config\.transcodingTargets/);
        expect((error as RtcError).text).toContain((error as RtcError).userinfo.argument);
      }
    }),
  );
});

test("video that is passed through is sent as it was asked for; to be transcoded, as it comes", () => {
  const asked = { output: "rtmp://a/b", videobitrate: "500000", framerate: 15 };
  const limits = { bitrate: 500_000, framerate: 15 };
  expect(limitsOf(check(asked))).toEqual(limits);
  expect(limitsOf(check({ ...asked, h264passthrough: "1" }))).toEqual(limits);
  expect(limitsOf(check({ ...asked, h264passthrough: "0" }))).toEqual({});
  expect(limitsOf(check({ output: "rtmp://a/b", videobitrate: 0 }))).toEqual({});
});
