import { asBoolean, wrongType, wrongValue } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import type { Device, DeviceChoice, DeviceKind, DeviceList } from "./types";

const NAMES = { videoinput: "Camera", audioinput: "Microphone" } as const;

/** A device that was set by its index: another may have that index when it is used. */
export interface Remembered {
  readonly index: number;
  /** For people, at least "Camera 1". */
  readonly label: string;
  /** Empty if the browser still hid it. */
  readonly deviceId: string;
}

/** A device by its id, or whether the browser may take any. */
export type DeviceConstraint = boolean | { deviceId: { exact: string } };

/** The cameras and microphones, in the browser's order; their indexes are what `startPreview` takes. */
export async function listDevices(): Promise<DeviceList> {
  const all = await enumerate();
  return { videodevices: describe(all, "videoinput"), audiodevices: describe(all, "audioinput") };
}

/** The constraint that asks for the chosen device: an exact one for an index. */
export async function chosenDevice(
  kind: DeviceKind,
  choice: DeviceChoice,
  argument: string,
): Promise<DeviceConstraint> {
  if (typeof choice === "boolean") {
    return choice;
  }
  return constraint((await reveal(kind, choice))[choice] ?? raise(missing(kind, choice, argument)));
}

/** The constraint that asks for a device set earlier; the browser's choice if it is gone, which `gone` is told. */
export async function rememberedDevice(
  kind: DeviceKind,
  { index, label, deviceId }: Remembered,
  gone: (why: RtcError) => void,
): Promise<DeviceConstraint> {
  const all = await reveal(kind, deviceId === "" ? index : 1);
  const found = deviceId === "" ? all[index] : all.find((each) => each.deviceId === deviceId);
  if (found !== undefined) {
    return constraint(found);
  }
  const text = `The ${noun(kind)} "${label}" is gone; the browser's choice takes its place`;
  gone(new RtcError(ErrorCode.NoDevices, text));
  return true;
}

/** Notes which device has that index now, as far as that can be known without opening one. */
export async function remember(
  kind: DeviceKind,
  index: number,
  argument: string,
): Promise<Remembered> {
  const all = (await enumerate()).filter((device) => device.kind === kind);
  const found = all[index];
  if (found === undefined && !hidden(all)) {
    throw missing(kind, index, argument);
  }
  return { index, label: labelOf(kind, index, found), deviceId: found?.deviceId ?? "" };
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
async function reveal(kind: DeviceKind, index: number): Promise<MediaDeviceInfo[]> {
  const before = (await enumerate()).filter((device) => device.kind === kind);
  if (index === 0 || !hidden(before)) {
    return before;
  }
  const stream = await getUserMedia(kind === "videoinput" ? { video: true } : { audio: true });
  const after = await enumerate();
  for (const track of stream.getTracks()) {
    track.stop();
  }
  return after.filter((device) => device.kind === kind);
}

function hidden(devices: MediaDeviceInfo[]): boolean {
  return devices.every(({ deviceId }) => deviceId === "");
}

function constraint({ deviceId }: MediaDeviceInfo): DeviceConstraint {
  // The first device is also what the browser takes on its own, if it still hides the ids.
  return deviceId === "" || { deviceId: { exact: deviceId } };
}

function missing(kind: DeviceKind, index: number, argument: string): RtcError {
  const text = `${argument} is ${index}, but there is no such ${noun(kind)}`;
  return new RtcError(ErrorCode.NoDevices, text, { argument });
}

/** getUserMedia with the API's errors. */
export async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await mediaDevices().getUserMedia(constraints);
  } catch (cause) {
    throw captureError(cause, ErrorCode.GetUserMediaFailed);
  }
}

/** Browsers of phones can't. */
export function canCaptureScreen(): boolean {
  return typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === "function";
}

/** getDisplayMedia with the API's errors. */
export async function getDisplayMedia(
  video: boolean | MediaTrackConstraints,
): Promise<MediaStream> {
  if (!canCaptureScreen()) {
    throw new RtcError(ErrorCode.GetDisplayMediaFailed, "This browser can't capture a screen");
  }
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

function describe(all: MediaDeviceInfo[], kind: DeviceKind): Device[] {
  return all
    .filter((device) => device.kind === kind)
    .map((device, index) => ({ id: labelOf(kind, index, device), index }));
}

function labelOf(kind: DeviceKind, index: number, device: MediaDeviceInfo | undefined): string {
  return device?.label || `${NAMES[kind]} ${index + 1}`;
}

function noun(kind: DeviceKind): string {
  return NAMES[kind].toLowerCase();
}

function raise(error: RtcError): never {
  throw error;
}
