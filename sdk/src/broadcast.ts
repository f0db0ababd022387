import type { Encoding } from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import type { Server } from "./ice";
import { isMessage, type Message } from "./message";
import type { StatsSource } from "./monitor";
import { DEFAULT_RECONNECT, delay, rest } from "./reconnect";
import type { BroadcastReport, SentVideo } from "./report";
import { Silence } from "./silence";
import { type CheckedTarget, limitsOf, streamNameOf } from "./targets";
import type { BroadcastData, BroadcastEnd, BroadcastStatusData } from "./types";
import { Uplink, type UplinkState } from "./uplink";

const LIVE_WITHIN_MS = 30_000;
/** For so long the server holds the stream without media. */
const RESUMED_WITHIN_MS = 30_000;
const RESTART_MS = 4000;
const ATTEMPT_MS = 8000;
const VERDICT_MS = 500;
const STOPPED = "The broadcast was stopped before it was live";
const LOST = "The media connection to the server was lost";
/** What another attempt may mend: no answer, no way for media, a busy server. All else is a refusal. */
const MAY_HEAL: readonly number[] = [
  ErrorCode.SocketFailed,
  ErrorCode.BroadcastFailed,
  ErrorCode.ServerGeneral,
];

/** The states of `BroadcastStatus`. */
const Status = { signalling: 4, connected: 5, broadcasting: 6, reconnecting: 7 } as const;

/** Whoever started the broadcast. */
export interface BroadcastObserver {
  status(data: BroadcastStatusData): void;
  /** A broadcast that was live ended by itself. */
  broke(reason: RtcError, end: BroadcastEnd): void;
  /** The STUN and TURN servers to use from now on. */
  iceServers(): Promise<RTCIceServer[]>;
}

/**
 * One broadcast, from offer to end: `starting` → `live` ⇄ `resuming` → `ended`, or `starting` → `ended`. Whenever the media
 * connection is interrupted while it is live, it gets another way, and if that does not mend it, another one takes its place.
 */
export class Broadcast {
  readonly #server: Server;
  readonly #stream: MediaStream;
  readonly #targets: readonly CheckedTarget[];
  readonly #observer: BroadcastObserver;
  readonly #silence = new Silence();
  readonly #life = new AbortController();
  readonly #live: Promise<void>;
  #becomeLive: () => void = () => undefined;
  #neverLive: (reason: RtcError) => void = () => undefined;
  #state: "starting" | "live" | "resuming" | "ended" = "starting";
  #encoding: Encoding;
  /** What is sent, by kind: these kinds, whatever comes. */
  readonly #tracks: Map<string, MediaStreamTrack | null>;
  #uplink: Uplink | null = null;
  /** Runs while it is resuming. */
  #patience: ReturnType<typeof setTimeout> | undefined;
  #id = "";
  readonly #streamNames: string[];
  /** How each target gets its video, as far as the server has said so. */
  readonly #modes: unknown[] = [];

  constructor(
    server: Server,
    stream: MediaStream,
    targets: readonly CheckedTarget[],
    encoding: Encoding,
    observer: BroadcastObserver,
  ) {
    this.#server = server;
    this.#stream = stream;
    this.#targets = targets;
    this.#encoding = encoding;
    this.#observer = observer;
    this.#tracks = new Map(stream.getTracks().map((track) => [track.kind, track]));
    this.#streamNames = targets.map(streamNameOf);
    this.#live = new Promise((resolve, reject) => {
      this.#becomeLive = resolve;
      this.#neverLive = reject;
    });
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  /** Counts what is sent; another one after each loss. */
  get source(): StatsSource | null {
    return this.#uplink;
  }

  /** Resolves when an ingest takes the stream. */
  async start(): Promise<BroadcastData> {
    const timer = setTimeout(
      () => this.#giveUp("The broadcast did not start in time"),
      LIVE_WITHIN_MS,
    );
    try {
      await Promise.race([this.#negotiate(), this.#live]);
      await this.#live;
    } catch (cause) {
      const reason = RtcError.from(cause, ErrorCode.StartBroadcastFailed);
      this.#end(reason);
      throw reason;
    } finally {
      clearTimeout(timer);
    }
    const targets = this.#targets.map(({ output = "" }, index) => ({
      output,
      streamname: this.#streamNames[index] ?? "",
    }));
    const [{ output, streamname } = { output: "", streamname: "" }] = targets;
    return { output, streamname, targets, broadcastId: this.#id, stream: this.#stream };
  }

  /** Resolves when the server has ended the RTMP streams; the media connection is closed in any case. */
  async stop(): Promise<BroadcastEnd> {
    try {
      return endOf(await this.#server.request("stopBroadcast"));
    } finally {
      this.abandon();
    }
  }

  /** A `broadcastStatus` of the server. */
  told({ state, message, text, streamname, target = 1, video, attempt, retryIn }: Message): void {
    if (this.ended || typeof state !== "number" || typeof target !== "number") {
      return;
    }
    // The server's word counts: it may have decoded the name, or chosen it.
    const name = asString(streamname) || this.#streamNames[target - 1] || "";
    this.#streamNames[target - 1] = name;
    if (state === Status.broadcasting && this.#state === "starting") {
      this.#state = "live";
      this.#becomeLive();
    }
    if (isMessage(video) && this.#modes[target - 1] !== video["mode"]) {
      this.#modes[target - 1] = video["mode"];
      void this.limit(this.#encoding).catch(() => undefined);
    }
    this.#observer.status({
      state,
      message: asString(message),
      text: asString(text),
      streamname: name,
      target,
      ...(isMessage(video) && { video: video as unknown as SentVideo }),
      ...(typeof attempt === "number" && { attempt }),
      ...(typeof retryIn === "number" && { retryIn }),
    });
  }

  /** A `broadcastEnded` of the server. */
  toldEnd(reason: RtcError, event: Message): void {
    this.#end(reason, endOf(event));
  }

  /** Ends it for a reason from outside: the session was lost. */
  fail(reason: RtcError): void {
    this.#end(reason);
  }

  /** Sends the tracks of another stream from now on, without a new negotiation; tells which kinds it can't send. */
  async replace(stream: MediaStream): Promise<string[]> {
    const given = new Map(stream.getTracks().map((track) => [track.kind, track]));
    for (const kind of this.#tracks.keys()) {
      const without = kind === "audio" ? this.#silence.track : null;
      this.#tracks.set(kind, given.get(kind) ?? without);
    }
    await this.#uplink?.replace(this.#tracks);
    if (given.has("audio")) {
      this.#silence.end();
    }
    return [...given.keys()].filter((kind) => !this.#tracks.has(kind));
  }

  /** Lets go of the media at once; the server is not told. */
  abandon(): void {
    this.#close();
    this.#neverLive(new RtcError(ErrorCode.StartBroadcastFailed, STOPPED));
  }

  /** Applies changed bitrates. */
  async limit(encoding: Encoding): Promise<void> {
    this.#encoding = encoding;
    const codec = this.#uplink?.codec ?? "";
    await this.#uplink?.limit(encoding, limitsOf(this.#targets, codec, this.#modes));
  }

  async #negotiate(): Promise<void> {
    const { videoCodec } = this.#encoding;
    const uplink = await this.#open(videoCodec);
    const offered = uplink?.codec;
    if (uplink === null) {
      return;
    }
    if (offered && offered !== videoCodec) {
      this.#fallBack(`This browser can't send ${videoCodec}; it sends ${offered} instead`);
    }
    const [first] = this.#targets;
    const transcodingTargets = this.#targets.length > 1 ? this.#targets : first;
    const { width, height } = this.#tracks.get("video")?.getSettings() ?? {};
    const answer = await this.#server.request("startBroadcast", {
      sdp: await uplink.offer(),
      transcodingTargets,
      // A browser starts with small pictures when the line is slow; a transcoder's size stays.
      ...(width && height && { picture: { width, height } }),
    });
    this.#id = asString(answer["broadcastId"]);
    try {
      await this.#accept(uplink, answer);
    } catch (cause) {
      return this.#giveUp(`The server's answer can't be used: ${RtcError.from(cause, 0).text}`);
    }
    const { codec } = uplink;
    if (offered && codec && codec.toUpperCase() !== offered.toUpperCase()) {
      this.#fallBack(`The server does not take ${offered}; ${codec} is sent instead`);
    }
  }

  /** null, if it has ended meanwhile */
  async #open(codec: string): Promise<Uplink | null> {
    const iceServers = await this.#observer.iceServers();
    if (this.ended) {
      return null;
    }
    const uplink = new Uplink(iceServers, this.#stream, this.#tracks, codec, (state) =>
      this.#connectionChanged(state),
    );
    this.#uplink = uplink;
    return uplink;
  }

  async #accept(uplink: Uplink, { sdp }: Message): Promise<void> {
    if (!this.ended) {
      await uplink.accept(asString(sdp), this.#encoding);
      await this.limit(this.#encoding);
    }
  }

  #fallBack(text: string): void {
    this.#report(Status.signalling, "codec_fallback", text);
  }

  #connectionChanged(state: UplinkState): void {
    if (this.#state === "starting" && state === "failed") {
      setTimeout(() => this.#noWay(), VERDICT_MS);
    } else if (this.#state !== "live") {
      return;
    } else if (state === "quiet") {
      // Where media is lost the socket may be, too, without anybody having told.
      this.#server.probe().catch(() => undefined);
    } else if (state === "silent" || state === "disconnected" || state === "failed") {
      void this.#resume();
    }
  }

  /** The server may have closed the connection, and have said why meanwhile. */
  #noWay(): void {
    if (this.#state === "starting") {
      this.#giveUp("No media connection to the server: its media port may be blocked on the way");
    }
  }

  /** From the loss of the media connection to its being back, or the broadcast's end. */
  async #resume(): Promise<void> {
    this.#state = "resuming";
    const text = "The media connection is interrupted; trying to get it back";
    this.#report(Status.reconnecting, "reconnecting_broadcast", text);
    this.#patience = setTimeout(() => this.#giveUp(LOST), RESUMED_WITHIN_MS);
    let mended = await this.#restart().catch(() => false);
    for (let attempt = 0; !mended && !this.ended; attempt++) {
      try {
        await this.#reconnect();
        mended = true;
      } catch (cause) {
        const { code, text } = RtcError.from(cause, ErrorCode.BroadcastFailed);
        if (!this.ended && !MAY_HEAL.includes(code)) {
          this.#giveUp(`${LOST}: ${text}`);
        }
        await rest(delay(attempt, DEFAULT_RECONNECT, Math.random()), this.#life.signal);
      }
    }
    clearTimeout(this.#patience);
    if (!this.ended) {
      this.#state = "live";
      this.#report(Status.broadcasting, "broadcasting", "The media connection is back");
    }
  }

  /** Finds the connection another way, which takes a tenth of the time that another connection does. */
  async #restart(): Promise<boolean> {
    const uplink = this.#uplink;
    if (uplink === null) {
      return false;
    }
    const { beats } = uplink;
    // Requests wait for a lost socket: its answer says that there is a way to the server again.
    await this.#server.probe();
    if (uplink.state === "connected" && uplink.beats > beats) {
      return true; // by itself
    }
    const sdp = await uplink.offer(await this.#observer.iceServers());
    await this.#accept(uplink, await this.#server.request("resumeBroadcast", { sdp }));
    await uplink.connected(RESTART_MS, this.#life.signal, uplink.beats);
    return true;
  }

  async #reconnect(): Promise<void> {
    await this.#server.probe();
    const lost = this.#uplink;
    const uplink = await this.#open(lost?.codec ?? this.#encoding.videoCodec);
    if (uplink === null) {
      lost?.close();
      return;
    }
    const sdp = await uplink.offer();
    // The server must know of the new connection before it hears that the old one is closed.
    const asked = this.#server.request("resumeBroadcast", { sdp });
    await this.#accept(uplink, await asked.finally(() => lost?.close()));
    await uplink.connected(ATTEMPT_MS, this.#life.signal);
  }

  /** Ends it for a reason of this side, and lets the server know. */
  #giveUp(text: string): void {
    const starting = this.#state === "starting";
    const code = starting ? ErrorCode.StartBroadcastFailed : ErrorCode.BroadcastBroke;
    this.#end(new RtcError(code, text));
    this.#server.request("stopBroadcast").catch(() => undefined);
  }

  #end(reason: RtcError, end: BroadcastEnd = {}): void {
    const before = this.#state;
    this.#close();
    if (before === "starting") {
      this.#neverLive(reason);
    } else if (before !== "ended") {
      this.#observer.broke(reason, end);
    }
  }

  #close(): void {
    this.#state = "ended";
    clearTimeout(this.#patience);
    this.#life.abort();
    this.#uplink?.close();
    this.#silence.end();
  }

  #report(state: number, message: string, text: string): void {
    this.#observer.status({ state, message, text, streamname: this.#streamNames[0] ?? "" });
  }
}

function endOf({ report }: Message): BroadcastEnd {
  return isMessage(report) ? { report: report as unknown as BroadcastReport } : {};
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
