import { ScriptedTrack } from "./scripted-media";

// A peer connection that negotiates as a browser's does, as far as calls use it; its descriptions are JSON. It knows no
// rollback: nobody may need one.

type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

interface Media {
  kind: string;
  direction: Direction;
}

interface Content {
  setup?: string;
  ufrag: string;
  media: Media[];
}

class LinkedTransceiver {
  currentDirection: Direction | null = null;
  /** In the last local description. */
  described: Direction | null = null;
  codecs: unknown[] = [];
  readonly receiver: { track: ScriptedTrack };
  readonly sender = {
    track: null as ScriptedTrack | null,
    streams: [] as unknown[],
    parameters: { encodings: [{}] } as Record<string, unknown>,
    replaceTrack: async (track: ScriptedTrack | null) => {
      this.sender.track = track;
    },
    setStreams: (...streams: unknown[]) => {
      this.sender.streams = streams;
    },
    getParameters: () => this.sender.parameters,
    setParameters: async (parameters: Record<string, unknown>) => {
      this.sender.parameters = parameters;
    },
  };
  #direction: Direction;
  readonly #changed: () => void;

  constructor(kind: string, direction: Direction, changed: () => void) {
    this.receiver = { track: new ScriptedTrack(kind, "remote") };
    this.#direction = direction;
    this.#changed = changed;
  }

  get direction(): Direction {
    return this.#direction;
  }

  set direction(direction: Direction) {
    this.#direction = direction;
    this.#changed();
  }

  setCodecPreferences(codecs: unknown[]): void {
    this.codecs = codecs;
  }
}

export class LinkedPeer {
  /** Of all users, in the order in which they were made. */
  static all: LinkedPeer[] = [];
  static #ufrags = 0;

  connectionState = "new";
  signalingState = "stable";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: unknown) => void) | null = null;
  onicecandidateerror: ((event: unknown) => void) | null = null;
  readonly transceivers: LinkedTransceiver[] = [];
  /** Candidates of the other side that were taken. */
  readonly added: RTCIceCandidateInit[] = [];
  restarts = 0;
  #ufrag = "";
  #renew = true;
  #needed = false;
  #offered: Direction[] = [];

  constructor(public configuration: RTCConfiguration) {
    LinkedPeer.all.push(this);
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    const [before, now] = [this.configuration, configuration].map(({ iceServers = [] }) =>
      JSON.stringify(iceServers),
    );
    this.configuration = configuration;
    // Chromium does, even if there is nothing to offer.
    if (before !== now) {
      this.#ask();
    }
  }

  addTransceiver(
    what: ScriptedTrack | string,
    { direction, streams }: { direction: Direction; streams: unknown[] },
  ): LinkedTransceiver {
    const kind = typeof what === "string" ? what : what.kind;
    const transceiver = this.#transceiver(kind, direction);
    transceiver.sender.track = typeof what === "string" ? null : what;
    transceiver.sender.streams = streams;
    this.#check();
    return transceiver;
  }

  getTransceivers(): LinkedTransceiver[] {
    return this.transceivers;
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    await this.#open("stable", "have-local-offer");
    const media = this.transceivers.map(({ receiver, direction }) => {
      return { kind: receiver.track.kind, direction };
    });
    return { type: "offer", sdp: write({ setup: "a=setup:actpass", ufrag: this.#fresh(), media }) };
  }

  async setLocalDescription(given?: RTCSessionDescriptionInit): Promise<void> {
    await this.#open("stable", "have-remote-offer");
    const answers = this.signalingState === "have-remote-offer";
    const description = given ?? (answers ? this.#answer() : await this.createOffer());
    const { media } = read(description);
    media.forEach(({ direction }, index) => {
      Object.assign(this.transceivers[index] ?? {}, { described: direction });
    });
    this.localDescription = description;
    if (answers) {
      this.#agree(media.map(({ direction }) => direction));
    } else {
      this.signalingState = "have-local-offer";
    }
    this.#gather(read(description).ufrag);
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const { media } = read(description);
    const remote = media.map(({ direction }) => reverse(direction));
    if (description.type === "offer") {
      await this.#open("stable");
      for (const { kind } of media.slice(this.transceivers.length)) {
        this.#transceiver(kind, "recvonly");
      }
      this.#offered = remote;
      this.signalingState = "have-remote-offer";
      this.remoteDescription = description;
    } else {
      await this.#open("have-local-offer");
      this.remoteDescription = description;
      this.#agree(remote);
    }
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await this.#open();
    if (this.remoteDescription === null) {
      throw new DOMException("No remote description", "InvalidStateError");
    }
    if (candidate.usernameFragment !== read(this.remoteDescription).ufrag) {
      throw new DOMException("Of another description", "OperationError");
    }
    this.added.push(candidate);
  }

  restartIce(): void {
    this.restarts++;
    this.#renew = true;
    this.#check();
  }

  async getStats(): Promise<unknown> {
    return new Map([["A", { type: "outbound-rtp", kind: "audio", timestamp: 1, bytesSent: 1 }]]);
  }

  close(): void {
    this.connectionState = "closed";
    this.signalingState = "closed";
  }

  // The test's end:

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** What is sent of a kind. */
  sent(kind: string): ScriptedTrack | null | undefined {
    return this.#of(kind)?.sender.track;
  }

  direction(kind: string): Direction | null | undefined {
    return this.#of(kind)?.currentDirection;
  }

  #of(kind: string): LinkedTransceiver | undefined {
    return this.transceivers.find(({ receiver }) => receiver.track.kind === kind);
  }

  #transceiver(kind: string, direction: Direction): LinkedTransceiver {
    const transceiver = new LinkedTransceiver(kind, direction, () => this.#check());
    this.transceivers.push(transceiver);
    return transceiver;
  }

  /** As in a browser, the outcome comes later, and nothing is done in the wrong state. */
  async #open(...states: string[]): Promise<void> {
    await Promise.resolve();
    const wrong = states.length > 0 && !states.includes(this.signalingState);
    if (wrong || this.signalingState === "closed") {
      throw new DOMException(`Not in ${this.signalingState}`, "InvalidStateError");
    }
  }

  #fresh(): string {
    if (this.#renew) {
      this.#ufrag = `u${++LinkedPeer.#ufrags}`;
    }
    return this.#ufrag;
  }

  #answer(): RTCSessionDescriptionInit {
    const media = this.#offered.map((offered, index) => {
      const { receiver, direction } = this.transceivers[index] as LinkedTransceiver;
      return { kind: receiver.track.kind, direction: common(direction, offered) };
    });
    return { type: "answer", sdp: write({ ufrag: this.#fresh(), media }) };
  }

  #agree(directions: Direction[]): void {
    directions.forEach((direction, index) => {
      const transceiver = this.transceivers[index];
      if (transceiver !== undefined) {
        transceiver.currentDirection = common(transceiver.described ?? "inactive", direction);
      }
    });
    this.signalingState = "stable";
    this.#renew = false;
    this.#needed = false;
    this.#check();
  }

  #gather(ufrag: string): void {
    queueMicrotask(() => {
      for (const host of ["10.0.0.1", "10.0.0.2"]) {
        const candidate = { candidate: `candidate:${host}`, sdpMid: "0", usernameFragment: ufrag };
        this.onicecandidate?.({ candidate: { toJSON: () => candidate } });
      }
      this.onicecandidate?.({ candidate: null });
    });
  }

  /** Asks for an offer once, until both sides agree again. */
  #check(): void {
    if (this.#differs()) {
      this.#ask();
    }
  }

  #ask(): void {
    if (this.signalingState === "stable" && !this.#needed) {
      this.#needed = true;
      queueMicrotask(() => this.onnegotiationneeded?.());
    }
  }

  #differs(): boolean {
    const answered = this.localDescription?.type === "answer";
    return (
      (this.#renew && this.localDescription !== null) ||
      this.transceivers.some(({ direction, described }, index) => {
        const wanted = answered ? common(direction, this.#offered[index] ?? "inactive") : direction;
        return described === null || described !== wanted;
      })
    );
  }
}

function write(content: Content): string {
  return JSON.stringify(content);
}

function read({ sdp }: RTCSessionDescriptionInit): Content {
  return JSON.parse(sdp ?? "");
}

function has(direction: Direction, what: "send" | "recv"): boolean {
  return direction === "sendrecv" || direction.startsWith(what);
}

function join(send: boolean, receive: boolean): Direction {
  return send ? (receive ? "sendrecv" : "sendonly") : receive ? "recvonly" : "inactive";
}

function reverse(direction: Direction): Direction {
  return join(has(direction, "recv"), has(direction, "send"));
}

function common(one: Direction, other: Direction): Direction {
  return join(has(one, "send") && has(other, "send"), has(one, "recv") && has(other, "recv"));
}
