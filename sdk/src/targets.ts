import { asAmount, asObject, asOptionalText, wrongType, wrongValue } from "./arguments";
import type { VideoLimits } from "./encoding";
import { parse } from "./message";
import type { BroadcastConfig, TranscodingTargets } from "./types";

const PATH = "config.transcodingTargets";
const AMOUNTS = ["videobitrate", "audiobitrate", "framerate"] as const;
const FLAGS = ["dropframes", "h264passthrough", "icecast_audio"] as const;

/** What the server is asked for: checked, numbers as numbers, flags as `0` and `1`, nothing empty. */
export type CheckedTargets = Readonly<Record<string, unknown>> & {
  readonly output?: string;
  readonly streamname?: string;
};

export function checkTargets(config: BroadcastConfig | undefined): CheckedTargets {
  const given = asObject(asObject(config, "config").transcodingTargets, PATH);
  const output = checkOutput(given.output);
  const streamname = asOptionalText(given.streamname, `${PATH}.streamname`);
  const checked: Record<string, unknown> = {};
  for (const key of AMOUNTS) {
    if (isGiven(given[key])) {
      checked[key] = asAmount(given[key], `${PATH}.${key}`);
    }
  }
  for (const key of FLAGS) {
    if (isGiven(given[key])) {
      checked[key] = checkFlag(given[key], `${PATH}.${key}`);
    }
  }
  if (isGiven(given.rtmpconnectinfo)) {
    checked["rtmpconnectinfo"] = checkConnectInfo(given.rtmpconnectinfo);
  }
  return {
    ...(output !== undefined && { output }),
    ...checked,
    ...(streamname !== undefined && { streamname }),
  };
}

/** The name that a broadcast goes by: the one given, else the last part of the output's path. */
export function streamNameOf(targets: CheckedTargets): string {
  const path = (targets.output ?? "").replace(/[?#].*$/, "");
  return targets.streamname ?? path.slice(path.lastIndexOf("/") + 1);
}

/** Video that is passed on as it is must be sent as it was asked for; 0 leaves it open. */
export function limitsOf({
  videobitrate,
  framerate,
  h264passthrough,
}: CheckedTargets): VideoLimits {
  if (h264passthrough === "0") {
    return {};
  }
  return {
    ...(Number(videobitrate) > 0 && { bitrate: Number(videobitrate) }),
    ...(Number(framerate) > 0 && { framerate: Number(framerate) }),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

/** Left out where the server grants but one output. */
function checkOutput(value: unknown): string | undefined {
  const output = asOptionalText(value, `${PATH}.output`)?.trim();
  if (output !== undefined && !/^rtmps?:\/\/[^/\s]+/i.test(output)) {
    throw wrongValue(`${PATH}.output`, "an address that starts with rtmp:// or rtmps://");
  }
  return output;
}

function checkFlag(value: unknown, argument: string): "0" | "1" {
  const flag = typeof value === "boolean" ? Number(value) : value;
  if (String(flag) !== "0" && String(flag) !== "1") {
    throw wrongValue(argument, "'0' or '1'");
  }
  return String(flag) as "0" | "1";
}

function checkConnectInfo(
  value: NonNullable<TranscodingTargets["rtmpconnectinfo"]>,
): Record<string, string | number | boolean> {
  const path = `${PATH}.rtmpconnectinfo`;
  const info = asObject(typeof value === "string" ? (parse(value) ?? undefined) : value, path);
  for (const [key, each] of Object.entries(info)) {
    const plain = ["string", "boolean"].includes(typeof each) || Number.isFinite(each);
    if (!plain) {
      throw wrongType(`${path}.${key}`, "a string, a number or a boolean");
    }
  }
  return info as Record<string, string | number | boolean>;
}
