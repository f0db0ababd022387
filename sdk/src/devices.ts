import { asBoolean, wrongType, wrongValue } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import type { Device, DeviceChoice, DeviceList } from "./types";

type Kind = "videoinput" | "audioinput";

const NAMES = { videoinput: "Camera", audioinput: "Microphone" } as const;

/** The cameras and microphones, in the browser's order; their indexes are what `startPreview` takes. */
export async function listDevices(): Promise<DeviceList> {
  const all = await enumerate();
  return { videodevices: describe(all, "videoinput"), audiodevices: describe(all, "audioinput") };
}

/** The constraint that asks for the chosen device: an exact one for an index. */
export async function deviceConstraint(
  kind: Kind,
  choice: DeviceChoice,
  argument: string,
): Promise<boolean | { deviceId: { exact: string } }> {
  if (typeof choice === "boolean") {
    return choice;
  }
  const found = (await reveal(kind, choice))[choice];
  if (found === undefined) {
    const text = `${argument} is ${choice}, but there is no such ${NAMES[kind].toLowerCase()}`;
    throw new RtcError(ErrorCode.NoDevices, text, { argument });
  }
  // The first device is also what the browser takes on its own, if it still hides the ids.
  return found.deviceId === "" || { deviceId: { exact: found.deviceId } };
}

/** true, false, or an index; numeric strings are common, as they come from a page's select. */
export function asDeviceChoice(value: unknown, argument: string): DeviceChoice {
  const choice = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : (value ?? true);
  if (typeof choice !== "number") {
    return typeof choice === "boolean"
      ? asBoolean(choice, argument)
      : raise(wrongType(argument, "true, false or the index of a device"));
  }
  return Number.isInteger(choice) && choice >= 0
    ? choice
    : raise(wrongValue(argument, "the index of a device, from 0 on"));
}

/** Browsers hide ids, and all devices but one, until the page was given leave to one of the kind. */
async function reveal(kind: Kind, index: number): Promise<MediaDeviceInfo[]> {
  const before = (await enumerate()).filter((device) => device.kind === kind);
  if (index === 0 || before.some(({ deviceId }) => deviceId !== "")) {
    return before;
  }
  const stream = await getUserMedia(kind === "videoinput" ? { video: true } : { audio: true });
  const after = await enumerate();
  for (const track of stream.getTracks()) {
    track.stop();
  }
  return after.filter((device) => device.kind === kind);
}

/** getUserMedia with the API's errors. */
export async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await mediaDevices().getUserMedia(constraints);
  } catch (cause) {
    throw captureError(cause, ErrorCode.GetUserMediaFailed);
  }
}

/** getDisplayMedia with the API's errors. */
export async function getDisplayMedia(video: MediaTrackConstraints): Promise<MediaStream> {
  try {
    return await mediaDevices().getDisplayMedia({ video });
  } catch (cause) {
    throw captureError(cause, ErrorCode.GetDisplayMediaFailed);
  }
}

async function enumerate(): Promise<MediaDeviceInfo[]> {
  try {
    return await mediaDevices().enumerateDevices();
  } catch (cause) {
    throw RtcError.from(cause, ErrorCode.EnumerateDevicesFailed);
  }
}

function mediaDevices(): MediaDevices {
  return (
    navigator.mediaDevices ??
    raise(
      new RtcError(
        ErrorCode.NoDevices,
        "The browser gives cameras and microphones only to pages from https:// or localhost",
      ),
    )
  );
}

const REASONS: Record<string, string> = {
  NotAllowedError: "The use of the device was not allowed",
  NotFoundError: "No such camera or microphone was found",
  NotReadableError: "The device delivers nothing; another program may be using it",
  OverconstrainedError: "The device can't deliver what was asked for",
};

function captureError(cause: unknown, code: number): RtcError {
  const error = RtcError.from(cause, code);
  const name = error.userinfo.cause ?? "";
  const kind = name === "NotReadableError" ? ErrorCode.DeviceDeliversNothing : code;
  return name in REASONS ? new RtcError(kind, REASONS[name] ?? "", error.userinfo) : error;
}

function describe(all: MediaDeviceInfo[], kind: Kind): Device[] {
  return all
    .filter((device) => device.kind === kind)
    .map(({ label }, index) => ({ id: label || `${NAMES[kind]} ${index + 1}`, index }));
}

function raise(error: RtcError): never {
  throw error;
}
