import { chosenDevice, getDisplayMedia, getUserMedia, rememberedDevice } from "./devices";
import { ErrorCode, RtcError } from "./errors";
import type { DeviceKind } from "./types";
import type { Wish } from "./wish";

/** A track in use, and where it comes from. */
export interface Source {
  readonly track: MediaStreamTrack;
  readonly screen: boolean;
  /** Captured here, so that it is stopped here, too; a page's own tracks stay the page's. */
  readonly own: boolean;
  /** What it was asked for with. */
  readonly constraints: boolean | MediaTrackConstraints;
}

/** What to ask the browser for; a kind that is absent stays as it is. */
export interface Request {
  readonly constraints: MediaStreamConstraints;
  readonly screen: boolean;
}

/** A wish as the browser's constraints; a device that was set and is gone gives way to the browser's choice. */
export async function constraintsOf(
  kind: DeviceKind,
  { device, argument, details, screen = false }: Wish,
  gone: (why: RtcError) => void,
): Promise<boolean | MediaTrackConstraints> {
  const found =
    screen ||
    (typeof device === "object"
      ? await rememberedDevice(kind, device, gone)
      : await chosenDevice(kind, device, argument));
  if (found === false) {
    return false;
  }
  const all = { ...(found !== true && found), ...details };
  return Object.keys(all).length > 0 ? all : true;
}

/**
 * Captures. Phones open one camera at a time: if the new one is refused beside the old one, `makeRoom` stops that, and
 * it is tried once more.
 */
export async function captureBeside(request: Request, makeRoom: () => boolean): Promise<Source[]> {
  try {
    return await capture(request);
  } catch (cause) {
    const busy = cause instanceof RtcError && cause.code === ErrorCode.DeviceDeliversNothing;
    if (!busy || !makeRoom()) {
      throw cause;
    }
    return capture(request);
  }
}

async function capture({ constraints, screen }: Request): Promise<Source[]> {
  const { video = false, audio = false } = constraints;
  const source = (track: MediaStreamTrack): Source => ({
    track,
    screen: screen && track.kind === "video",
    own: true,
    constraints: track.kind === "video" ? video : audio,
  });
  if (!screen) {
    return video === false && audio === false
      ? []
      : (await getUserMedia({ video, audio })).getTracks().map(source);
  }
  // First, as it needs a click that was made a moment ago.
  const shown = (await getDisplayMedia(video)).getVideoTracks().map(source);
  try {
    return [...shown, ...(await capture({ constraints: { audio }, screen: false }))];
  } catch (cause) {
    release(shown);
    throw cause;
  }
}

/** Stops what was captured here. */
export function release(sources: Iterable<Source | undefined>): void {
  for (const source of sources) {
    if (source?.own) {
      source.track.stop();
    }
  }
}
