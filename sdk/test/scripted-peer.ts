import { vi } from "vitest";
import { installDevices, type ScriptedTrack } from "./scripted-media";

// As much of a peer connection as RtcUser touches; the tests play the network.

class ScriptedSender {
  parameters: {
    encodings: { maxBitrate?: number; maxFramerate?: number }[];
    degradationPreference?: string;
  } = { encodings: [{}] };

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
  /** Whether the server's feedback comes. */
  alive = true;
  /** Which offers were of an ICE restart. */
  readonly restarts: boolean[] = [];
  #bytesReceived = 0;
  onconnectionstatechange: (() => void) | null = null;
  /** What `setCodecPreferences` was given for the video. */
  codecs: { mimeType: string }[] = [];
  readonly #transceivers: { sender: ScriptedSender; receiver: { track: { kind: string } } }[] = [];

  constructor(public configuration: RTCConfiguration) {
    ScriptedPeer.last = this;
  }

  addTransceiver(given: ScriptedTrack | string): unknown {
    const kind = typeof given === "string" ? given : given.kind;
    const transceiver = {
      sender: new ScriptedSender(typeof given === "string" ? null : given),
      receiver: { track: { kind } },
      setCodecPreferences: (codecs: { mimeType: string }[]) => {
        this.codecs = codecs;
      },
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

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  async createOffer({ iceRestart = false } = {}): Promise<unknown> {
    this.restarts.push(iceRestart);
    return { type: "offer", sdp: iceRestart ? "the restart" : "the offer" };
  }

  async getStats(): Promise<unknown> {
    this.#bytesReceived += this.alive ? 100 : 0;
    const pair = { type: "candidate-pair", bytesReceived: this.#bytesReceived };
    return new Map([["pair", pair]]);
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

/** @param codecs that it can send, as `video/VP8` */
export function installBrowser(codecs: string[] = []): void {
  installDevices();
  vi.stubGlobal("RTCPeerConnection", ScriptedPeer);
  vi.stubGlobal("RTCRtpSender", {
    getCapabilities: () => ({ codecs: codecs.map((mimeType) => ({ mimeType })) }),
  });
}
