import { codecOf, type Encoding, limit, preferCodec, withStartBitrate } from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import type { Server } from "./ice";
import type { Message } from "./message";
import { Silence } from "./silence";
import { type CheckedTargets, limitsOf, streamNameOf } from "./targets";
import type { BroadcastData, BroadcastStatusData, VideoCodec } from "./types";

const LIVE_WITHIN_MS = 30_000;
const STOPPED = "The broadcast was stopped before it was live";

/** The states of `BroadcastStatus`. */
const Status = { signalling: 4, connected: 5, broadcasting: 6, reconnecting: 7 } as const;

/** Whoever started the broadcast. */
export interface BroadcastObserver {
  status(data: BroadcastStatusData): void;
  /** A broadcast that was live ended by itself. */
  broke(reason: RtcError): void;
}

/**
 * One broadcast, from offer to end: `starting` → `live` → `ended`, or `starting` → `ended`. Only `#end` and the
 * status 6 change the state.
 */
export class Broadcast {
  readonly #server: Server;
  readonly #stream: MediaStream;
  readonly #targets: CheckedTargets;
  readonly #observer: BroadcastObserver;
  readonly #peer: RTCPeerConnection;
  readonly #silence = new Silence();
  readonly #live: Promise<void>;
  #becomeLive: () => void = () => undefined;
  #neverLive: (reason: RtcError) => void = () => undefined;
  #state: "starting" | "live" | "ended" = "starting";
  #interrupted = false;
  #streamName: string;

  constructor(
    server: Server,
    stream: MediaStream,
    targets: CheckedTargets,
    observer: BroadcastObserver,
  ) {
    this.#server = server;
    this.#stream = stream;
    this.#targets = targets;
    this.#streamName = streamNameOf(targets);
    this.#observer = observer;
    this.#live = new Promise((resolve, reject) => {
      this.#becomeLive = resolve;
      this.#neverLive = reject;
    });
    this.#peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#peer.onconnectionstatechange = () => this.#connectionChanged();
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  /**
   * Resolves when the ingest takes the stream.
   *
   * @param iceServers those to use, as soon as they are known
   */
  async start(encoding: Encoding, iceServers: Promise<RTCIceServer[]>): Promise<BroadcastData> {
    const timer = setTimeout(
      () => this.#giveUp("The broadcast did not start in time"),
      LIVE_WITHIN_MS,
    );
    try {
      await Promise.race([this.#negotiate(encoding, iceServers), this.#live]);
      await this.#live;
    } catch (cause) {
      const reason = RtcError.from(cause, ErrorCode.StartBroadcastFailed);
      this.#end(reason);
      throw reason;
    } finally {
      clearTimeout(timer);
    }
    const output = this.#targets.output ?? "";
    return { output, streamname: this.#streamName, stream: this.#stream };
  }

  /** Resolves when the server has ended the RTMP stream; the peer connection is closed in any case. */
  async stop(): Promise<void> {
    try {
      await this.#server.request("stopBroadcast");
    } finally {
      this.abandon();
    }
  }

  /** A `broadcastStatus` of the server. */
  told(event: Message): void {
    const { state, message, text, streamname } = event;
    if (this.#state === "ended" || typeof state !== "number") {
      return;
    }
    // The server's word counts: it may have decoded the name, or chosen it.
    this.#streamName = asString(streamname) || this.#streamName;
    if (state === Status.broadcasting && this.#state === "starting") {
      this.#state = "live";
      this.#becomeLive();
    }
    this.#report(state, asString(message), asString(text));
  }

  /** Ends it for a reason from outside: the server gave up, or was lost. */
  fail(reason: RtcError): void {
    this.#end(reason);
  }

  /** Sends the tracks of another stream from now on, without a new negotiation; tells which kinds it can't send. */
  async replace(stream: MediaStream): Promise<string[]> {
    const kinds = new Map(stream.getTracks().map((track) => [track.kind, track]));
    for (const { receiver, sender } of this.#peer.getTransceivers()) {
      const { kind } = receiver.track;
      const track = kinds.get(kind);
      await sender.replaceTrack(track ?? (kind === "audio" ? this.#silence.track : null));
      kinds.delete(kind);
      if (kind === "audio" && track !== undefined) {
        this.#silence.end();
      }
    }
    return [...kinds.keys()];
  }

  /** Lets go of the media at once; the server is not told. */
  abandon(): void {
    this.#state = "ended";
    this.#close();
    this.#neverLive(new RtcError(ErrorCode.StartBroadcastFailed, STOPPED));
  }

  /** Applies changed bitrates. */
  async limit(encoding: Encoding): Promise<void> {
    for (const sender of this.#peer.getSenders()) {
      if (sender.track?.kind === "video") {
        // A size that changes in mid-stream makes RTMP players cut, and browsers otherwise start small and grow for
        // seconds.
        await limit(sender, encoding, limitsOf(this.#targets), "maintain-resolution");
      }
    }
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  #close(): void {
    this.#peer.close();
    this.#silence.end();
  }

  async #negotiate(encoding: Encoding, iceServers: Promise<RTCIceServer[]>): Promise<void> {
    const configuration = { ...this.#peer.getConfiguration(), iceServers: await iceServers };
    if (this.ended) {
      return;
    }
    this.#peer.setConfiguration(configuration);
    let offered: string | null = null;
    for (const track of this.#stream.getTracks()) {
      const transceiver = this.#peer.addTransceiver(track, {
        direction: "sendonly",
        streams: [this.#stream],
      });
      if (track.kind === "video") {
        offered = this.#prefer(transceiver, encoding.videoCodec);
      }
    }
    const offer = await this.#peer.createOffer();
    await this.#peer.setLocalDescription(offer);
    // The server takes the browser's addresses from its checks, so the offer need not wait for candidates.
    const request = { sdp: offer.sdp ?? "", transcodingTargets: this.#targets };
    const { sdp } = await this.#server.request("startBroadcast", request);
    if (this.#state === "ended") {
      return;
    }
    try {
      const answer = withStartBitrate(asString(sdp), encoding);
      this.#compare(offered, codecOf(answer));
      await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
      await this.limit(encoding);
    } catch (cause) {
      this.#giveUp(`The server's answer can't be used: ${RtcError.from(cause, 0).text}`);
    }
  }

  /** @returns the codec that is offered first */
  #prefer(transceiver: RTCRtpTransceiver, wanted: VideoCodec): string {
    const instead = preferCodec(transceiver, wanted);
    if (instead !== null) {
      const text = `This browser can't send ${wanted}; it sends ${instead} instead`;
      this.#report(Status.signalling, "codec_fallback", text);
    }
    return instead ?? wanted;
  }

  #compare(offered: string | null, taken: string | null): void {
    if (offered !== null && taken !== null && taken.toUpperCase() !== offered.toUpperCase()) {
      const text = `The server does not take ${offered}; ${taken} is sent instead`;
      this.#report(Status.signalling, "codec_fallback", text);
    }
  }

  #connectionChanged(): void {
    const { connectionState } = this.#peer;
    if (connectionState === "failed") {
      this.#giveUp(
        this.#state === "live"
          ? "The media connection to the server was lost"
          : "No media connection to the server: its UDP port may be blocked on the way",
      );
    } else if (connectionState === "disconnected" && this.#state === "live") {
      this.#interrupted = true;
      const text = "The media connection is interrupted; trying to get it back";
      this.#report(Status.reconnecting, "reconnecting_broadcast", text);
    } else if (connectionState === "connected" && this.#interrupted) {
      this.#interrupted = false;
      this.#report(Status.broadcasting, "broadcasting", "The media connection is back");
    }
  }

  /** Ends it for a reason of this side, and lets the server know. */
  #giveUp(text: string): void {
    const starting = this.#state === "starting";
    const code = starting ? ErrorCode.StartBroadcastFailed : ErrorCode.BroadcastBroke;
    this.#end(new RtcError(code, text));
    this.#server.request("stopBroadcast").catch(() => undefined);
  }

  #end(reason: RtcError): void {
    const before = this.#state;
    this.#state = "ended";
    this.#close();
    if (before === "starting") {
      this.#neverLive(reason);
    } else if (before === "live") {
      this.#observer.broke(reason);
    }
  }

  #report(state: number, message: string, text: string): void {
    this.#observer.status({ state, message, text, streamname: this.#streamName });
  }
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
