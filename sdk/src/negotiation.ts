import { RtcError } from "./errors";
import type { Message } from "./message";

/** Candidates that are found together go out together; the server counts messages. */
const BATCH_MS = 50;
/** As many as the server takes at once. */
const BATCH_SIZE = 64;
const LONGEST_CANDIDATE = 1024;
/** Candidates that wait for their description; who sends more is no browser. */
const MOST_EARLY = 256;

/** Whoever negotiates. */
export interface Negotiator {
  /** Carries a `callDescription` or `callCandidates` to the other side. */
  send(type: string, fields: Message): void;
  /** What the other side says, as this side takes it. */
  read(sdp: string): string;
  /** The other side's offer is set: what is to be sent goes onto its transceivers before the answer is made. */
  offered(): Promise<void>;
  /** Both sides agree on who sends what. */
  agreed(): Promise<void>;
  /** It can't go on. */
  broke(reason: RtcError): void;
}

/**
 * Both sides may change what they send at any time, also at once: the polite one then takes its own offer back, the
 * other one ignores the polite one's (perfect negotiation, section 10.7 of the WebRTC API). All steps happen in turn.
 *
 * The polite side applies its offer only with the answer, so that taking it back is to forget it: after a rollback
 * Chromium leaves the other side's track muted for good.
 */
export class Negotiation {
  readonly #peer: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #negotiator: Negotiator;
  #turn: Promise<void>;
  #found: RTCIceCandidateInit[] = [];
  #early: RTCIceCandidateInit[] = [];
  /** The polite side's, as long as it may be taken back. */
  #offered: RTCSessionDescriptionInit | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** @param ready nothing is offered or answered before it resolves */
  constructor(
    peer: RTCPeerConnection,
    polite: boolean,
    negotiator: Negotiator,
    ready: Promise<void>,
  ) {
    this.#peer = peer;
    this.#polite = polite;
    this.#negotiator = negotiator;
    this.#turn = ready;
    peer.onnegotiationneeded = () => this.#inTurn(() => this.#offer());
    peer.onicecandidate = ({ candidate }) => candidate && this.#find(candidate.toJSON());
  }

  /** A description of the other side. */
  described({ type, sdp }: Message): void {
    // A rollback finds nothing to roll back: each offer is answered, or ignored, at once.
    if ((type === "offer" || type === "answer") && typeof sdp === "string") {
      const description = { type, sdp: this.#negotiator.read(sdp) } as const;
      this.#inTurn(() => this.#take(description));
    }
  }

  /** Candidates of the other side. */
  found(candidates: unknown): void {
    if (Array.isArray(candidates)) {
      this.#inTurn(() => this.#add(candidates));
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#peer.onnegotiationneeded = null;
    this.#peer.onicecandidate = null;
  }

  async #offer(): Promise<void> {
    // In the midst of another exchange the browser asks again at its end.
    if (this.#peer.signalingState !== "stable" || this.#offered !== null) {
      return;
    }
    // The first offer is the caller's. Chromium asks for one here, too, as soon as it has ICE servers.
    if (this.#polite && this.#peer.remoteDescription === null) {
      return;
    }
    if (this.#polite) {
      this.#offered = await this.#peer.createOffer();
    } else {
      await this.#peer.setLocalDescription();
    }
    this.#describe(this.#offered === null ? this.#peer.localDescription : asActive(this.#offered));
  }

  async #take(description: RTCSessionDescriptionInit): Promise<void> {
    const waits = this.#offered !== null || this.#peer.signalingState !== "stable";
    const isOffer = description.type === "offer";
    if (isOffer ? waits && !this.#polite : !waits) {
      return;
    }
    const offered = this.#offered;
    this.#offered = null;
    if (offered !== null && !isOffer) {
      await this.#peer.setLocalDescription(offered);
    }
    await this.#peer.setRemoteDescription(description);
    await this.#add(this.#early.splice(0));
    if (isOffer) {
      await this.#negotiator.offered();
      await this.#peer.setLocalDescription();
      this.#describe(this.#peer.localDescription);
    }
    if (this.#peer.signalingState === "stable") {
      await this.#negotiator.agreed();
    }
  }

  #describe(description: RTCSessionDescriptionInit | null): void {
    if (!this.#closed && description !== null) {
      const { type, sdp } = description;
      this.#negotiator.send("callDescription", { description: { type, sdp } });
    }
  }

  async #add(candidates: RTCIceCandidateInit[]): Promise<void> {
    if (this.#peer.remoteDescription === null) {
      this.#early = [...this.#early, ...candidates].slice(0, MOST_EARLY);
      return;
    }
    for (const candidate of candidates) {
      // Refused are those of an offer that was ignored, and kinds that this browser does not know.
      await this.#peer.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  #find(candidate: RTCIceCandidateInit): void {
    if ((candidate.candidate ?? "").length <= LONGEST_CANDIDATE) {
      this.#found.push(candidate);
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        // In turn, so that the description that they belong to goes first.
        this.#inTurn(async () => this.#tellFound());
      }, BATCH_MS);
    }
  }

  #tellFound(): void {
    while (this.#found.length > 0) {
      const candidates = this.#found.splice(0, BATCH_SIZE);
      this.#negotiator.send("callCandidates", { candidates });
    }
  }

  #inTurn(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(async () => {
      try {
        if (!this.#closed) {
          await step();
        }
      } catch (cause) {
        // A connection that is closed in the midst of a step says so by an error.
        if (!this.#closed) {
          this.#negotiator.broke(RtcError.from(cause, 0));
        }
      }
    });
  }
}

/**
 * Who answered the first offer is the active side of DTLS, and stays so. Left to choose, Firefox takes the active part
 * itself when ICE is restarted, which Chromium refuses.
 */
function asActive({ type, sdp = "" }: RTCSessionDescriptionInit): RTCSessionDescriptionInit {
  return { type, sdp: sdp.replaceAll("a=setup:actpass", "a=setup:active") };
}
