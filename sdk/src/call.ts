import { type Encoding, limit, preferCodec, withStartBitrate } from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import type { Message } from "./message";
import { Negotiation } from "./negotiation";
import { Silence } from "./silence";

/** A connection that does not come about, or back, within this time is given up. */
const GIVEN_UP_AFTER_MS = 30_000;
/** Most interruptions are shorter, and end by themselves. */
const RESTART_AFTER_MS = 3000;

const KINDS = ["audio", "video"] as const;
type Kind = (typeof KINDS)[number];

/** What a call sends, and how. */
export interface Sending {
  /** The preview, if there is one. */
  readonly stream: MediaStream | null;
  readonly encoding: Encoding;
}

/** Whoever the call belongs to. */
export interface CallObserver {
  /** Carries a `callDescription` or `callCandidates` to the other side. */
  send(type: string, fields: Message): void;
  /** Those to use now; asked for again when the network has changed, since credentials age. */
  iceServers(): Promise<RTCIceServer[]>;
  /** The media connection stands for the first time. */
  active(): void;
  unstable(): void;
  stable(): void;
  /** The other side sends other kinds than before; the stream is always the same. */
  streamAdded(stream: MediaStream, hasVideo: boolean): void;
  /** There is no connection, and it is not tried any more. */
  failed(reason: RtcError): void;
}

/**
 * One answered call: its connection to the other browser. `connecting` → `stable` ⇄ `unstable`, and from each to `ended`;
 * only `#connectionChanged` and `close` change the state.
 */
export class Call {
  readonly #observer: CallObserver;
  readonly #peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  readonly #negotiation: Negotiation;
  readonly #life = new AbortController();
  readonly #remote = new MediaStream();
  /** Has no tracks: its id tells the other side that sound and picture belong together. */
  readonly #group = new MediaStream();
  readonly #silence = new Silence();
  /** What TURN and STUN servers refused, by their address. */
  readonly #refusals = new Map<string, string>();
  #sending: Sending;
  #state: "connecting" | "stable" | "unstable" | "ended" = "connecting";
  #told = "";
  #restarts = 0;
  #restarting = false;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** @param polite the called side; the other one makes the first offer */
  constructor(polite: boolean, sending: Sending, observer: CallObserver) {
    this.#sending = sending;
    this.#observer = observer;
    this.#peer.onconnectionstatechange = () => this.#connectionChanged();
    this.#peer.onicecandidateerror = (event) => this.#refused(event);
    const negotiator = {
      send: (type: string, fields: Message) => observer.send(type, fields),
      read: (sdp: string) => withStartBitrate(sdp, this.#sending.encoding),
      offered: () => this.#place(),
      agreed: () => this.#agreed(),
      broke: ({ text }: RtcError) => this.#fail(`The two browsers can't agree: ${text}`),
    };
    this.#negotiation = new Negotiation(this.#peer, polite, negotiator, this.#askForServers());
    if (!polite) {
      for (const kind of KINDS) {
        this.#add(kind);
      }
    }
    this.#giveUpLater();
    const { signal } = this.#life;
    // Who comes from another network has other addresses there.
    globalThis.addEventListener?.("online", () => void this.#restart(), { signal });
  }

  described(description: Message): void {
    this.#negotiation.described(description);
  }

  candidates(candidates: unknown): void {
    this.#negotiation.found(candidates);
  }

  /** Sends other tracks, or others than before at other rates; it is negotiated only if a kind comes or goes. */
  async send(sending: Sending): Promise<void> {
    this.#sending = sending;
    // The called side has nothing to put them on before the first offer.
    if (this.#peer.getTransceivers().length > 0) {
      await this.#place();
      await this.#limitVideo();
    }
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  /** Ends it without a word. */
  close(): void {
    this.#state = "ended";
    this.#life.abort();
    clearTimeout(this.#limit);
    clearTimeout(this.#pause);
    this.#negotiation.close();
    this.#peer.onconnectionstatechange = null;
    this.#peer.onicecandidateerror = null;
    this.#peer.close();
    this.#silence.end();
  }

  get #ended(): boolean {
    return this.#state === "ended";
  }

  #track(kind: Kind): MediaStreamTrack | null {
    const track = this.#sending.stream?.getTracks().find((each) => each.kind === kind);
    return track ?? null;
  }

  #transceiver(kind: Kind): RTCRtpTransceiver | undefined {
    return this.#peer
      .getTransceivers()
      .find(({ receiver, direction }) => receiver.track.kind === kind && direction !== "stopped");
  }

  #add(kind: Kind): void {
    const track = this.#track(kind);
    const transceiver = this.#peer.addTransceiver(track ?? kind, {
      direction: track === null ? "recvonly" : "sendrecv",
      streams: [this.#group],
    });
    if (kind === "video") {
      // A call takes what it sends, so only codecs that can be decoded here, too, may be named. The called side names
      // none: Firefox would forget the numbers that the offer gave them, and it is the offer's order that counts.
      preferCodec(transceiver, this.#sending.encoding.videoCodec, globalThis.RTCRtpReceiver);
    }
  }

  /** Puts the tracks that are to be sent onto the transceivers that are there. */
  async #place(): Promise<void> {
    for (const kind of KINDS) {
      const transceiver = this.#transceiver(kind);
      if (transceiver !== undefined) {
        await this.#put(kind, transceiver);
      } else if (this.#track(kind) !== null) {
        this.#add(kind);
      }
    }
  }

  async #put(kind: Kind, transceiver: RTCRtpTransceiver): Promise<void> {
    const { sender } = transceiver;
    const own = this.#track(kind);
    const silent = own === null && kind === "audio" && sender.track !== null;
    const track = silent ? this.#silence.track : own;
    const direction = track === null ? "recvonly" : "sendrecv";
    if (transceiver.currentDirection === null) {
      sender.setStreams?.(this.#group);
    }
    if (transceiver.direction !== direction) {
      transceiver.direction = direction;
    }
    if (sender.track !== track) {
      await sender.replaceTrack(track);
    }
    if (kind === "audio" && !silent) {
      this.#silence.end();
    }
  }

  async #agreed(): Promise<void> {
    this.#tellStream();
    await this.#limitVideo();
  }

  async #limitVideo(): Promise<void> {
    const sender = this.#transceiver("video")?.sender;
    if (sender?.track) {
      // Refused only in the midst of a negotiation, at whose end it is done again.
      await limit(sender, this.#sending.encoding).catch(() => undefined);
    }
  }

  #tellStream(): void {
    const received = this.#peer
      .getTransceivers()
      .filter(({ currentDirection }) => /recv/.test(currentDirection ?? ""))
      .map(({ receiver }) => receiver.track);
    const kinds = received.map(({ kind }) => kind).join();
    if (this.#ended || kinds === this.#told) {
      return;
    }
    this.#told = kinds;
    for (const track of received) {
      this.#remote.addTrack(track);
    }
    for (const track of this.#remote.getTracks()) {
      if (!received.includes(track)) {
        this.#remote.removeTrack(track);
      }
    }
    this.#observer.streamAdded(this.#remote, this.#remote.getVideoTracks().length > 0);
  }

  #connectionChanged(): void {
    const { connectionState } = this.#peer;
    if (connectionState === "connected") {
      this.#stands();
    } else if (connectionState === "disconnected" && this.#state === "stable") {
      this.#interrupted();
      this.#pause = setTimeout(() => void this.#restart(), RESTART_AFTER_MS);
    } else if (connectionState === "failed") {
      this.#broken();
    }
  }

  #stands(): void {
    const before = this.#state;
    this.#state = "stable";
    clearTimeout(this.#limit);
    clearTimeout(this.#pause);
    if (before === "connecting") {
      this.#observer.active();
    } else if (before === "unstable") {
      this.#observer.stable();
    }
  }

  #interrupted(): void {
    this.#state = "unstable";
    this.#giveUpLater();
    this.#observer.unstable();
  }

  #broken(): void {
    if (this.#state === "connecting" && this.#restarts > 0) {
      this.#fail("No media connection to the other side");
      return;
    }
    if (this.#state === "stable") {
      this.#interrupted();
    }
    clearTimeout(this.#pause);
    void this.#restart();
  }

  /** Looks for another way, on the addresses and with the credentials of now. */
  async #restart(): Promise<void> {
    if (!this.#restarting) {
      this.#restarting = true;
      this.#restarts++;
      await this.#askForServers();
      this.#restarting = false;
      if (!this.#ended) {
        this.#peer.restartIce();
      }
    }
  }

  async #askForServers(): Promise<void> {
    try {
      const iceServers = await this.#observer.iceServers();
      if (!this.#ended) {
        this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), iceServers });
      }
    } catch {
      // Those that are known, or none, may do as well.
    }
  }

  #giveUpLater(): void {
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => {
      const lost = this.#state === "unstable";
      this.#fail(
        lost
          ? "The media connection to the other side was lost, and did not come back"
          : "No media connection to the other side in time",
      );
    }, GIVEN_UP_AFTER_MS);
  }

  #refused({ url, errorCode, errorText }: RTCPeerConnectionIceErrorEvent): void {
    // 701 is the browser's own: no answer.
    const what = errorCode === 701 ? "can't be reached" : `answered ${errorCode} ${errorText}`;
    this.#refusals.set(url, `${url} ${what}`.trim());
  }

  #fail(text: string): void {
    if (!this.#ended) {
      const servers = [...this.#refusals.values()].join(", ");
      this.close();
      const why = servers === "" ? text : `${text}: ${servers}`;
      this.#observer.failed(new RtcError(ErrorCode.General, why));
    }
  }
}
