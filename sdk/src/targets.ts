import { asAmount, asObject, asOptionalText, wrongType, wrongValue } from "./arguments";
import type { VideoLimits } from "./encoding";
import { parse } from "./message";
import type { BroadcastConfig, TranscodingTarget } from "./types";

const PATH = "config.transcodingTargets";
const MOST = 8;
const AMOUNTS = ["videobitrate", "audiobitrate", "framerate", "width", "height"] as const;
const FLAGS = ["dropframes", "h264passthrough", "icecast_audio", "passthrough"] as const;
/** Where a target is. What one ingest is told is no other's business. */
const PLACE = ["output", "streamname", "rtmpconnectinfo"] as const;
const KEYS = [...PLACE, ...AMOUNTS, ...FLAGS, "icecast_url"] as const;
const NUMBERED = new RegExp(`^(${KEYS.join("|")})(\\d+)$`);

type Key = keyof TranscodingTarget;
type Given = Readonly<Record<string, unknown>>;

/** What the server is asked for: checked, numbers as numbers, flags as `0` and `1`, nothing empty. */
export type CheckedTarget = Given & {
  readonly output?: string;
  readonly streamname?: string;
};

/** All targets, at least one, however they were given. */
export function checkTargets(config: BroadcastConfig | undefined): CheckedTarget[] {
  const given: unknown = asObject(config, "config").transcodingTargets;
  if (Array.isArray(given)) {
    if (given.length < 1 || given.length > MOST) {
      throw wrongValue(PATH, `an object, or an array of 1 to ${MOST}`);
    }
    return given.map((each, index) => checkListed(each, `${PATH}[${index}]`));
  }
  const object = asObject(given as Given, PATH);
  const first = checkTarget(object, (key) => `${PATH}.${key}`);
  const last = numbersOf(object, PATH).reduce((most, [number]) => Math.max(most, number), 1);
  const others = Array.from({ length: last - 1 }, (_, index) =>
    checkNumbered(object, index + 2, first),
  );
  return [first, ...others];
}

/** The name that a broadcast goes by: the one given, else the last part of the output's path. */
export function streamNameOf({ output = "", streamname }: CheckedTarget): string {
  const path = output.replace(/[?#].*$/, "");
  return streamname ?? path.slice(path.lastIndexOf("/") + 1);
}

/**
 * Video that all targets get as it is sent must be sent as it was asked for: the one that asks for the least decides. If the
 * server makes another stream of it for one of them, it is best sent as well as can be. 0 leaves it open.
 *
 * @param codec that is sent
 * @param modes what the server has said of each target
 */
export function limitsOf(
  targets: readonly CheckedTarget[],
  codec: string,
  modes: readonly unknown[],
): VideoLimits {
  const passed = targets.every((target, index) =>
    modes[index] ? modes[index] === "passthrough" : passes(target, codec),
  );
  const lowest = (key: "videobitrate" | "framerate") =>
    Math.min(...targets.map((target) => Number(target[key]) || Number.POSITIVE_INFINITY));
  const bitrate = lowest("videobitrate");
  const framerate = lowest("framerate");
  return {
    ...(passed && Number.isFinite(bitrate) && { bitrate }),
    ...(passed && Number.isFinite(framerate) && { framerate }),
  };
}

/** What the server decides, as far as it can be told from here. */
function passes(
  { h264passthrough, passthrough, framerate, width }: CheckedTarget,
  codec: string,
): boolean {
  if (codec.toUpperCase() !== "H264") {
    return passthrough === "1";
  }
  return h264passthrough ? h264passthrough === "1" : !framerate && !width;
}

function checkListed(given: unknown, path: string): CheckedTarget {
  const target = asObject(given as Given, path);
  for (const [, key] of numbersOf(target, path)) {
    throw wrongValue(`${path}.${key}`, "an entry of its own in the array");
  }
  return checkTarget(target, (key) => `${path}.${key}`);
}

/** Its address is its own; how it is sent is as with the first one, unless it says otherwise. */
function checkNumbered(object: Given, number: number, first: CheckedTarget): CheckedTarget {
  const own = Object.fromEntries(KEYS.map((key) => [key, object[`${key}${number}`]]));
  if (!isGiven(own["output"])) {
    throw wrongValue(
      `${PATH}.output${number}`,
      "given where a target of this or a higher number is",
    );
  }
  const shared = Object.entries(first).filter(
    ([key]) => !(PLACE as readonly string[]).includes(key),
  );
  return {
    ...Object.fromEntries(shared),
    ...checkTarget(own, (key) => `${PATH}.${key}${number}`),
  };
}

/** The numbers that are given, each with its argument. */
function numbersOf(object: Given, path: string): [number, string][] {
  return Object.keys(object).flatMap((key): [number, string][] => {
    const digits = isGiven(object[key]) ? NUMBERED.exec(key)?.[2] : undefined;
    if (digits === undefined) {
      return [];
    }
    if (!/^[2-8]$/.test(digits)) {
      throw wrongValue(`${path}.${key}`, `numbered from 2 to ${MOST}`);
    }
    return [[Number(digits), key]];
  });
}

/** @param path of an argument, as errors name it */
function checkTarget(given: Given, path: (key: Key) => string): CheckedTarget {
  const output = checkUrl(given["output"], path("output"), "rtmp");
  const streamname = asOptionalText(given["streamname"], path("streamname"));
  const checked: Record<string, unknown> = {};
  for (const key of AMOUNTS) {
    if (isGiven(given[key])) {
      checked[key] = asAmount(given[key], path(key));
    }
  }
  for (const key of FLAGS) {
    if (isGiven(given[key])) {
      checked[key] = checkFlag(given[key], path(key));
    }
  }
  if (isGiven(given["rtmpconnectinfo"])) {
    checked["rtmpconnectinfo"] = checkConnectInfo(
      given["rtmpconnectinfo"],
      path("rtmpconnectinfo"),
    );
  }
  const icecast = checkUrl(given["icecast_url"], path("icecast_url"), "http");
  return {
    ...(output !== undefined && { output }),
    ...checked,
    ...(icecast !== undefined && { icecast_url: icecast }),
    ...(streamname !== undefined && { streamname }),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The output is left out where the server grants but one. */
function checkUrl(value: unknown, argument: string, scheme: string): string | undefined {
  const url = asOptionalText(value, argument)?.trim();
  if (url !== undefined && !new RegExp(`^${scheme}s?://[^/\\s]+`, "i").test(url)) {
    throw wrongValue(argument, `an address that starts with ${scheme}:// or ${scheme}s://`);
  }
  return url;
}

function checkFlag(value: unknown, argument: string): "0" | "1" {
  const flag = typeof value === "boolean" ? Number(value) : value;
  if (String(flag) !== "0" && String(flag) !== "1") {
    throw wrongValue(argument, "'0' or '1'");
  }
  return String(flag) as "0" | "1";
}

function checkConnectInfo(value: unknown, path: string): Record<string, string | number | boolean> {
  const given = typeof value === "string" ? (parse(value) ?? undefined) : value;
  const info = asObject(given as Given | undefined, path);
  for (const [key, each] of Object.entries(info)) {
    const plain = ["string", "boolean"].includes(typeof each) || Number.isFinite(each);
    if (!plain) {
      throw wrongType(`${path}.${key}`, "a string, a number or a boolean");
    }
  }
  return info as Record<string, string | number | boolean>;
}
