import { describe, expect, test } from "vitest";
import { configure, DEFAULT_ENCODING } from "../src/encoding";
import { RtcError } from "../src/errors";
import { socketAddress } from "../src/server-address";
import { checkTargets, streamNameOf } from "../src/targets";
import type { BroadcastConfig, UserConfig } from "../src/types";

/** The error that the work throws: its code and the argument it names. */
function refusal(work: () => unknown): [number, string | undefined] | null {
  try {
    work();
    return null;
  } catch (thrown) {
    const error = RtcError.from(thrown, 0);
    return [error.code, error.userinfo.argument];
  }
}

describe("the server's address", () => {
  test.each([
    ["https://example.org/p/webrtcws", "wss://example.org/p/webrtcws"],
    ["http://localhost:8080", "ws://localhost:8080/p/webrtcws"],
    ["wss://example.org/", "wss://example.org/p/webrtcws"],
    ["ws://[::1]:8080/own/path?node=2#part", "ws://[::1]:8080/own/path?node=2"],
    ["  HTTPS://Example.org:8443 ", "wss://example.org:8443/p/webrtcws"],
  ])("%s means %s", (given, wanted) => {
    expect(socketAddress(given)).toBe(wanted);
  });

  test.each([
    [undefined, 1001],
    [7, 1001],
    ["", 1002],
    ["localhost:8080", 1002],
    ["ftp://a", 1002],
  ])("%s is refused", (given, code) => {
    expect(refusal(() => socketAddress(given))).toEqual([code, "options.server"]);
  });
});

describe("transcodingTargets", () => {
  const output = "rtmp://ingest.example:1935/live/show";
  const check = (targets: unknown) =>
    checkTargets({ transcodingTargets: targets } as BroadcastConfig)[0];

  test("numbers, numeric strings and flags of all kinds are taken", () => {
    const given = {
      output,
      videobitrate: "500000",
      audiobitrate: 64000,
      framerate: null,
      dropframes: "0",
      h264passthrough: true,
      icecast_audio: 0,
    };
    expect(check(given)).toEqual({
      output,
      videobitrate: 500000,
      audiobitrate: 64000,
      dropframes: "0",
      h264passthrough: "1",
      icecast_audio: "0",
    });
  });

  test("rtmpconnectinfo keeps the types of its values", () => {
    const rtmpconnectinfo = { key1: "value1", key2: 7.5, key3: false };
    expect(check({ output, rtmpconnectinfo })).toEqual({ output, rtmpconnectinfo });
  });

  test.each<[unknown, number, string]>([
    [undefined, 1001, ""],
    [{ output: 7 }, 1001, ".output"],
    [{ output: " " }, 1002, ".output"],
    [{ output: "http://ingest.example/live" }, 1002, ".output"],
    [{ output: "rtmp:///live" }, 1002, ".output"],
    [{ output, streamname: 7 }, 1001, ".streamname"],
    [{ output, videobitrate: "fast" }, 1001, ".videobitrate"],
    [{ output, framerate: -1 }, 1002, ".framerate"],
    [{ output, audiobitrate: Number.POSITIVE_INFINITY }, 1002, ".audiobitrate"],
    [{ output, dropframes: "yes" }, 1002, ".dropframes"],
    [{ output, rtmpconnectinfo: [] }, 1001, ".rtmpconnectinfo"],
    [{ output, rtmpconnectinfo: "{" }, 1001, ".rtmpconnectinfo"],
    [{ output, rtmpconnectinfo: { deep: {} } }, 1001, ".rtmpconnectinfo.deep"],
  ])("%j is refused, naming the argument", (targets, code, path) => {
    expect(refusal(() => check(targets))).toEqual([code, `config.transcodingTargets${path}`]);
  });

  test("no configuration at all is refused", () => {
    expect(refusal(() => checkTargets(undefined))).toEqual([1001, "config"]);
  });

  test("the stream goes by the name given, else by the end of the output", () => {
    expect(streamNameOf({ output, streamname: "own" })).toBe("own");
    expect(streamNameOf({ output: `${output}?key=a/b` })).toBe("show");
  });
});

describe("setConfig", () => {
  test("what is left out stays as it is", () => {
    const once = configure(DEFAULT_ENCODING, { bitrates: { videoSendBitrate: "1000" } });
    const twice = configure(once, { codecs: { videoCodec: "VP8" } });
    expect(twice).toEqual({ videoCodec: "VP8", initialBitrate: 0, maxBitrate: 1000 });
  });

  test("a highest bitrate of 0 means the default", () => {
    expect(configure(DEFAULT_ENCODING, { bitrates: { videoSendBitrate: 0 } })).toEqual(
      DEFAULT_ENCODING,
    );
  });

  test.each([
    [undefined, 1001, "config"],
    [{ codecs: { videoCodec: "h264" } }, 1003, "config.codecs.videoCodec"],
    [{ bitrates: { videoSendBitrate: {} } }, 1001, "config.bitrates.videoSendBitrate"],
    [{ bitrates: 1000 }, 1001, "config.bitrates"],
  ])("%j is refused, naming the argument", (config, code, argument) => {
    expect(refusal(() => configure(DEFAULT_ENCODING, config as UserConfig))).toEqual([
      code,
      argument,
    ]);
  });
});
