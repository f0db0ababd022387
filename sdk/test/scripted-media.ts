import { vi } from "vitest";

// As much of a browser's devices as MediaUser touches; the test plugs them in and out.

export class ScriptedTrack extends EventTarget {
  enabled = true;
  readyState = "live";
  muted = false;

  constructor(
    readonly kind: string,
    readonly label = "",
    readonly deviceId = "",
  ) {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId, width: 1280, height: 720, frameRate: 30 };
  }

  // The test's end:

  /** The device was unplugged, or the sharing of a screen was ended. */
  unplug(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export class ScriptedStream {
  readonly #all: Set<ScriptedTrack>;

  constructor(all: ScriptedTrack[] = []) {
    this.#all = new Set(all);
  }

  addTrack(track: ScriptedTrack): void {
    this.#all.add(track);
  }

  removeTrack(track: ScriptedTrack): void {
    this.#all.delete(track);
  }

  getTracks(): ScriptedTrack[] {
    return [...this.#all];
  }

  getVideoTracks(): ScriptedTrack[] {
    return this.getTracks().filter(({ kind }) => kind === "video");
  }

  getAudioTracks(): ScriptedTrack[] {
    return this.getTracks().filter(({ kind }) => kind === "audio");
  }
}

interface ScriptedDevice {
  kind: string;
  deviceId: string;
  label: string;
}

const DEVICES: ScriptedDevice[] = [
  { kind: "videoinput", deviceId: "c1", label: "Front camera" },
  { kind: "videoinput", deviceId: "c2", label: "" },
  { kind: "audioinput", deviceId: "m1", label: "Headset" },
  { kind: "audiooutput", deviceId: "s1", label: "Speaker" },
];

export class ScriptedDevices extends EventTarget {
  plugged = [...DEVICES];
  /** What was asked for, the latest last. */
  readonly asked: MediaStreamConstraints[] = [];
  /** Names of the browser's errors for the next calls; undefined for a call that succeeds. */
  readonly refusals: (string | undefined)[] = [];

  async enumerateDevices(): Promise<ScriptedDevice[]> {
    return this.plugged;
  }

  async getUserMedia(asked: MediaStreamConstraints): Promise<ScriptedStream> {
    this.asked.push(asked);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) {
      throw new DOMException("Refused", refusal);
    }
    return new ScriptedStream([
      ...(asked.video ? [this.#track("video", asked.video)] : []),
      ...(asked.audio ? [this.#track("audio", asked.audio)] : []),
    ]);
  }

  async getDisplayMedia(): Promise<ScriptedStream> {
    return new ScriptedStream([new ScriptedTrack("video", "screen:0:0")]);
  }

  /** Plugs devices in and out, which browsers tell several times. */
  replug(plugged: ScriptedDevice[]): void {
    this.plugged = plugged;
    this.dispatchEvent(new Event("devicechange"));
    this.dispatchEvent(new Event("devicechange"));
  }

  #track(kind: string, asked: true | MediaTrackConstraints): ScriptedTrack {
    const wanted = asked === true ? undefined : (asked.deviceId as { exact?: string } | undefined);
    const found = this.plugged.find(
      (device) =>
        device.kind === `${kind}input` &&
        (wanted === undefined || device.deviceId === wanted.exact),
    );
    return new ScriptedTrack(kind, found?.label, found?.deviceId);
  }
}

/** Mixes nothing, but tells what is connected. */
export class ScriptedAudioContext {
  static last: ScriptedAudioContext;
  /** As browsers do before a page was touched. */
  static asleep = false;

  state = ScriptedAudioContext.asleep ? "suspended" : "running";
  onstatechange: (() => void) | null = null;
  readonly out = new ScriptedTrack("audio", "the mix");
  readonly inputs = new Set<ScriptedTrack | undefined>();

  constructor() {
    ScriptedAudioContext.last = this;
  }

  createMediaStreamDestination(): unknown {
    return { stream: new ScriptedStream([this.out]) };
  }

  createConstantSource(): unknown {
    return { offset: { value: 1 }, connect: () => undefined, start: () => undefined };
  }

  createMediaStreamSource(stream: ScriptedStream): unknown {
    const [track] = stream.getAudioTracks();
    return {
      connect: () => this.inputs.add(track),
      disconnect: () => this.inputs.delete(track),
    };
  }

  async resume(): Promise<void> {
    if (ScriptedAudioContext.asleep) {
      await new Promise(() => undefined);
    }
    if (this.state === "suspended") {
      this.state = "running";
      this.onstatechange?.();
    }
  }

  async close(): Promise<void> {
    this.state = "closed";
  }
}

export function installDevices(): ScriptedDevices {
  const mediaDevices = new ScriptedDevices();
  vi.stubGlobal("navigator", { mediaDevices });
  vi.stubGlobal("MediaStream", ScriptedStream);
  vi.stubGlobal("AudioContext", ScriptedAudioContext);
  vi.stubGlobal("Audio", class {});
  vi.stubGlobal("document", new EventTarget());
  ScriptedAudioContext.asleep = false;
  return mediaDevices;
}
