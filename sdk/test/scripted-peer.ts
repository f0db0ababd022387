import { vi } from "vitest";

// As much of a browser's media as RtcUser touches; the tests play the network.

class ScriptedTrack {
  enabled = true;
  readyState = "live";
  readonly label = "";
  onended: (() => void) | null = null;

  constructor(readonly kind: string) {}

  stop(): void {
    this.readyState = "ended";
  }

  getSettings(): MediaTrackSettings {
    return { width: 1280, height: 720, frameRate: 30 };
  }
}

class ScriptedStream {
  constructor(private readonly all: ScriptedTrack[]) {}

  getTracks(): ScriptedTrack[] {
    return this.all;
  }

  getVideoTracks(): ScriptedTrack[] {
    return this.all.filter(({ kind }) => kind === "video");
  }

  getAudioTracks(): ScriptedTrack[] {
    return this.all.filter(({ kind }) => kind === "audio");
  }
}

class ScriptedSender {
  parameters: { encodings: { maxBitrate?: number }[]; degradationPreference?: string } = {
    encodings: [{}],
  };

  constructor(public track: ScriptedTrack | null) {}

  getParameters(): unknown {
    return this.parameters;
  }

  async setParameters(parameters: ScriptedSender["parameters"]): Promise<void> {
    this.parameters = parameters;
  }

  async replaceTrack(track: ScriptedTrack | null): Promise<void> {
    this.track = track;
  }
}

export class ScriptedPeer {
  static last: ScriptedPeer;

  connectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  readonly #transceivers: { sender: ScriptedSender; receiver: { track: { kind: string } } }[] = [];

  constructor() {
    ScriptedPeer.last = this;
  }

  addTransceiver(track: ScriptedTrack): unknown {
    const transceiver = {
      sender: new ScriptedSender(track),
      receiver: { track: { kind: track.kind } },
    };
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): unknown[] {
    return this.#transceivers;
  }

  getSenders(): ScriptedSender[] {
    return this.#transceivers.map(({ sender }) => sender);
  }

  async createOffer(): Promise<unknown> {
    return { type: "offer", sdp: "the offer" };
  }

  async setLocalDescription(): Promise<void> {}

  async setRemoteDescription(): Promise<void> {}

  close(): void {
    this.connectionState = "closed";
  }

  // The test's end:

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  tracks(): (ScriptedTrack | null)[] {
    return this.getSenders().map(({ track }) => track);
  }

  videoParameters(): ScriptedSender["parameters"] | undefined {
    return this.getSenders().find(({ track }) => track?.kind === "video")?.parameters;
  }
}

const DEVICES = [
  { kind: "videoinput", deviceId: "c1", label: "Front camera" },
  { kind: "videoinput", deviceId: "c2", label: "" },
  { kind: "audioinput", deviceId: "m1", label: "Headset" },
  { kind: "audiooutput", deviceId: "s1", label: "Speaker" },
];

export function installBrowser(): void {
  const mediaDevices = {
    enumerateDevices: async () => DEVICES,
    getUserMedia: async ({ audio, video }: MediaStreamConstraints) =>
      new ScriptedStream([
        ...(video ? [new ScriptedTrack("video")] : []),
        ...(audio ? [new ScriptedTrack("audio")] : []),
      ]),
  };
  vi.stubGlobal("navigator", { mediaDevices });
  vi.stubGlobal("RTCPeerConnection", ScriptedPeer);
  vi.stubGlobal("RTCRtpSender", {});
}
