import {
  asBoolean,
  asObject,
  asOneOf,
  asOptionalAmount,
  asOptionalObject,
  asOptionalText,
} from "./arguments";
import { asDeviceChoice, deviceConstraint, getDisplayMedia, getUserMedia } from "./devices";
import { ErrorCode, RtcError } from "./errors";
import type { DeviceChoice, PreviewConfig, PreviewData } from "./types";

const VIDEO = "config.videoDeviceConfig";
const AUDIO = "config.audioDeviceConfig";

/** The local picture and sound: what the page shows and a broadcast sends. */
export class Preview {
  readonly #trackEnded: (track: MediaStreamTrack) => void;
  #stream: MediaStream | null = null;
  #element: HTMLVideoElement | null = null;
  #muted = { video: false, audio: false };
  #turn: Promise<unknown> = Promise.resolve();

  /** @param trackEnded told when a device stops delivering without having been asked to */
  constructor(trackEnded: (track: MediaStreamTrack) => void) {
    this.#trackEnded = trackEnded;
  }

  /** What is being captured, if anything. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /**
   * Captures anew; what was captured before is passed to `replaced` and stopped only then, so that a broadcast can
   * change over.
   */
  start(
    config: PreviewConfig,
    replaced: (stream: MediaStream) => Promise<void>,
  ): Promise<PreviewData> {
    return this.#inTurn(async () => {
      const request = checkPreview(config);
      const element = elementOf(request.elementId);
      const constraints = await constraintsOf(request);
      const previous = this.#stream;
      const stream = await captureBeside(previous, request, constraints);
      this.#adopt(stream);
      try {
        await replaced(stream);
      } finally {
        stop(previous);
      }
      show(stream, element, request.useWebView);
      this.#element = element ?? this.#element;
      return { stream, constraints, metadata: describe(stream) };
    });
  }

  /** Ends capturing; the element is left empty. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#stream === null) {
        throw new RtcError(ErrorCode.NotAllowedNow, "There is no preview to stop");
      }
      stop(this.#stream);
      this.#stream = null;
      if (this.#element !== null) {
        this.#element.srcObject = null;
        this.#element = null;
      }
    });
  }

  /** Holds for previews to come as well. */
  mute(kind: "video" | "audio", mute: boolean): void {
    this.#muted[kind] = mute;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.enabled = !this.#muted[track.kind as "video" | "audio"];
    }
  }

  #adopt(stream: MediaStream): void {
    this.#stream = stream;
    this.mute("video", this.#muted.video);
    for (const track of stream.getTracks()) {
      track.onended = () => this.#trackEnded(track);
    }
  }

  /** Starts and stops one after the other: the last call wins. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

interface PreviewRequest {
  video: DeviceChoice;
  audio: DeviceChoice;
  size: MediaTrackConstraints;
  source: "camera" | "screen";
  elementId: string | undefined;
  useWebView: boolean;
}

function checkPreview(config: PreviewConfig): PreviewRequest {
  const { videoDeviceConfig, audioDeviceConfig, elementId, useWebView } = asObject(
    config,
    "config",
  );
  const video = asOptionalObject(videoDeviceConfig, VIDEO);
  const audio = asOptionalObject(audioDeviceConfig, AUDIO);
  const request = {
    video: asDeviceChoice(video.device, `${VIDEO}.device`),
    audio: asDeviceChoice(audio.device, `${AUDIO}.device`),
    size: {
      ...wish("width", asOptionalAmount(video.width, `${VIDEO}.width`)),
      ...wish("height", asOptionalAmount(video.height, `${VIDEO}.height`)),
      ...wish("frameRate", asOptionalAmount(video.framerate, `${VIDEO}.framerate`)),
    },
    source: asOneOf(video.source ?? "camera", ["camera", "screen"], `${VIDEO}.source`),
    elementId: asOptionalText(elementId, "config.elementId"),
    useWebView: asBoolean(useWebView ?? false, "config.useWebView"),
  };
  if (request.video === false && request.audio === false) {
    throw new RtcError(
      ErrorCode.NoTracks,
      "A preview needs a video device, an audio device or both",
    );
  }
  return request;
}

function wish(
  name: "width" | "height" | "frameRate",
  value: number | undefined,
): MediaTrackConstraints {
  return value === undefined || value === 0 ? {} : { [name]: { ideal: value } };
}

async function constraintsOf(request: PreviewRequest): Promise<MediaStreamConstraints> {
  const screen = request.source === "screen" && request.video !== false;
  const video = screen || (await deviceConstraint("videoinput", request.video, `${VIDEO}.device`));
  const audio = await deviceConstraint("audioinput", request.audio, `${AUDIO}.device`);
  const sized = Object.keys(request.size).length > 0;
  return {
    video:
      video === true && sized
        ? request.size
        : video && video !== true
          ? { ...video, ...request.size }
          : video,
    audio,
  };
}

/** Phones open one camera at a time: if the new one is refused beside the old one, the old one goes first. */
async function captureBeside(
  previous: MediaStream | null,
  request: PreviewRequest,
  constraints: MediaStreamConstraints,
): Promise<MediaStream> {
  try {
    return await capture(request, constraints);
  } catch (cause) {
    const busy = cause instanceof RtcError && cause.code === ErrorCode.DeviceDeliversNothing;
    if (previous === null || !busy) {
      throw cause;
    }
    stop(previous);
    return capture(request, constraints);
  }
}

async function capture(
  request: PreviewRequest,
  constraints: MediaStreamConstraints,
): Promise<MediaStream> {
  if (request.source === "camera" || request.video === false) {
    return getUserMedia(constraints);
  }
  const screen = await getDisplayMedia(request.size);
  if (constraints.audio === false) {
    return screen;
  }
  try {
    const voice = await getUserMedia({ audio: constraints.audio ?? true });
    return new MediaStream([...screen.getVideoTracks(), ...voice.getAudioTracks()]);
  } catch (cause) {
    stop(screen);
    throw cause;
  }
}

function elementOf(id: string | undefined): HTMLVideoElement | null {
  if (id === undefined) {
    return null;
  }
  const element = document.getElementById(id);
  if (!(element instanceof HTMLVideoElement)) {
    const argument = "config.elementId";
    const text = `${argument}: the page has no video element with the id "${id}"`;
    throw new RtcError(ErrorCode.NoSuchObject, text, { argument });
  }
  return element;
}

function show(stream: MediaStream, element: HTMLVideoElement | null, inline: boolean): void {
  if (element === null) {
    return;
  }
  element.muted = true; // One's own voice comes back as an echo.
  element.autoplay = true;
  if (inline) {
    element.playsInline = true;
  }
  element.srcObject = stream;
  // Refused only while the page is hidden or by a newer srcObject; autoplay catches up.
  element.play().catch(() => undefined);
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}

function describe(stream: MediaStream): PreviewData["metadata"] {
  const [video] = stream.getVideoTracks();
  const { width = 0, height = 0, frameRate = 0 } = video?.getSettings() ?? {};
  return {
    width,
    height,
    framerate: frameRate,
    hasAudio: stream.getAudioTracks().length > 0,
    hasVideo: video !== undefined,
  };
}
