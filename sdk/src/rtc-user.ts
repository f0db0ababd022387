import { asAmount, asBoolean } from "./arguments";
import { Broadcast } from "./broadcast";
import { configure, DEFAULT_ENCODING, type Encoding } from "./encoding";
import { ErrorCode, notNow, RtcError } from "./errors";
import { checkIceServers, type IceServer } from "./ice-servers";
import { type Message, serverError } from "./message";
import { checkMetaData, type MetaDataHandler, type MetaDataValue } from "./meta-data";
import { Monitor } from "./monitor";
import { checkReconnect } from "./reconnect";
import { RoomUser } from "./room-user";
import { checkSupport, type Support } from "./support";
import { checkTargets } from "./targets";
import type { BroadcastConfig, BroadcastData, UserConfig } from "./types";

/**
 * A user of a Rillcast server: shows a preview of camera and microphone, signs in, and goes live to an RTMP ingest.
 *
 * Each method that ends in an event also returns a promise: it resolves with the data of the success event and rejects
 * with the {@link RtcError} of the error event. A page may use either and ignore the other. No method throws.
 *
 * @example
 * const rtcUser = new RtcUser();
 */
export class RtcUser extends RoomUser {
  readonly #monitor = new Monitor(
    () => this.#broadcast,
    (results) => this.emit("ReceivedWebRTCStats", { results, stats: { results } }),
  );
  #encoding: Encoding = DEFAULT_ENCODING;
  #iceServers: RTCIceServer[] = [];
  #broadcast: Broadcast | null = null;

  /**
   * Tells how well this browser can go live: 0 supported, 1 not supported, 2 partly: it is outdated, 3 partly: it can't
   * send H.264.
   *
   * @example
   * if (RtcUser.checkSupport() === 1) {
   *   alert("Please use another browser.");
   * }
   */
  static checkSupport(): Support {
    return checkSupport();
  }

  /** The same as {@link RtcUser.checkSupport} of the class. */
  checkSupport(): Support {
    return checkSupport();
  }

  /**
   * Sets how video is sent, and how a lost connection is tried again. What is left out stays as it is.
   *
   * The codec counts from the next broadcast on; a browser without it sends what it has, and `BroadcastStatus` says so
   * (`codec_fallback`). The highest bitrate counts at once, the first one from the next broadcast on.
   *
   * Raises `SetConfigError` if a value is wrong; nothing is changed then.
   *
   * @param config bitrates are in kbit/s, delays in ms
   * @example
   * rtcUser.setConfig({
   *   codecs: { videoCodec: "H264" },
   *   bitrates: { videoSendInitialBitrate: 500, videoSendBitrate: 1000 },
   *   reconnect: { minDelay: 500, maxDelay: 5000, retries: 10 },
   * });
   */
  setConfig(config: UserConfig): Promise<void> {
    return this.attempt("SetConfigError", ErrorCode.General, async () => {
      const encoding = configure(this.#encoding, config);
      this.reconnect = checkReconnect(this.reconnect, config.reconnect);
      this.#encoding = encoding;
      await this.#broadcast?.limit(encoding);
    });
  }

  /**
   * Sets the STUN and TURN servers for calls and broadcasts that are started from now on. A broadcast needs none, unless
   * the network lets nothing through to the server but what comes by a TURN server.
   *
   * Raises `SetConfigError` if a value is wrong; nothing is changed then.
   *
   * @param iceServers all of them; an empty array for none, which is the default
   * @example
   * rtcUser.setIceServers([
   *   { urls: ["stun:stun.example.com:3478"] },
   *   { urls: ["turn:turn.example.com:3478?transport=udp"], username: "ada", credential: "secret" },
   * ]);
   */
  setIceServers(iceServers: IceServer[]): Promise<void> {
    return this.attempt("SetConfigError", ErrorCode.General, () => {
      this.#iceServers = checkIceServers(iceServers);
    });
  }

  /**
   * Raises `ReceivedWebRTCStats` again and again while a broadcast runs: bitrates, frame rate, loss, round-trip time.
   *
   * Raises `SetConfigError` if a value is wrong; nothing is changed then.
   *
   * @param enable false to stop it; default: true
   * @param interval in ms, 100 at least; default: 1000
   * @example
   * rtcUser.on("ReceivedWebRTCStats", ({ data }) => console.log(data.results.videoBitrate, "kbit/s"));
   * rtcUser.enableStats(true, 5000);
   */
  enableStats(enable = true, interval: number | string = 1000): Promise<void> {
    return this.attempt("SetConfigError", ErrorCode.General, () => {
      this.#monitor.enable(
        asBoolean(enable ?? true, "enable"),
        asAmount(interval ?? 1000, "interval"),
      );
    });
  }

  /**
   * Sends the preview to an RTMP ingest. The user must be signed in, and there must be a preview.
   *
   * Raises `StartBroadcastSuccess` when the ingest takes the stream, or `StartBroadcastError`; meanwhile and later
   * `BroadcastStatus`: 4 signalling, 5 connected, 6 broadcasting, 7 reconnecting. `BroadcastError` tells that a live
   * broadcast ended by itself.
   *
   * @param config where to and how; bitrates in bit/s
   * @example
   * rtcUser.startBroadcast({
   *   transcodingTargets: {
   *     output: "rtmp://ingest.example.com/live",
   *     streamname: "show",
   *     videobitrate: 1500000,
   *     framerate: 30,
   *   },
   * });
   */
  startBroadcast(config: BroadcastConfig): Promise<BroadcastData> {
    return this.outcome(
      "StartBroadcastSuccess",
      "StartBroadcastError",
      ErrorCode.StartBroadcastFailed,
      () => this.#start(config),
    );
  }

  /**
   * Ends the broadcast, or the attempt to start one. The preview stays.
   *
   * Raises `StopBroadcastSuccess`, when the ingest was told that the stream is over, or `StopBroadcastError`. The browser
   * sends nothing any more in either case.
   *
   * @example
   * rtcUser.stopBroadcast();
   */
  stopBroadcast(): Promise<Record<string, never>> {
    return this.outcome(
      "StopBroadcastSuccess",
      "StopBroadcastError",
      ErrorCode.StopBroadcastFailed,
      async () => {
        const broadcast = this.#broadcast;
        if (broadcast === null) {
          throw notNow("No broadcast is running");
        }
        await broadcast.stop().finally(() => this.#forget(broadcast));
        return {};
      },
    );
  }

  /**
   * Puts values into the running broadcast's stream, at the time of what is being sent now; players get them as an RTMP
   * data message.
   *
   * Raises `SendMetaDataError` if they can't be sent; the broadcast goes on. The promise resolves when the server has
   * taken them.
   *
   * @param handlerName whom players call with the values
   * @param jsonValues texts, finite numbers, booleans, null, arrays and plain objects, 6 deep at most (the object itself
   *     is the first), 64 kB of JSON at most
   * @example
   * rtcUser.sendMetaData("onMetaData", { myString: "hello", myInteger: 1234 });
   */
  sendMetaData(
    handlerName: MetaDataHandler,
    jsonValues: { readonly [name: string]: MetaDataValue },
  ): Promise<void> {
    return this.attempt("SendMetaDataError", ErrorCode.BroadcastFailed, async () => {
      const fields = checkMetaData(handlerName, jsonValues);
      const session = this.session();
      if (this.#broadcast === null) {
        throw notNow("No broadcast is running");
      }
      await session.request("sendMetaData", fields);
    });
  }

  override destroy(): void {
    this.#monitor.enable(false);
    this.#broadcast?.abandon();
    this.#broadcast = null;
    super.destroy();
  }

  protected override async streamReplaced(stream: MediaStream): Promise<string[]> {
    return (await this.#broadcast?.replace(stream)) ?? [];
  }

  protected override async leaving(): Promise<void> {
    if (this.#broadcast !== null) {
      await this.stopBroadcast().catch(() => undefined);
    }
  }

  protected override sessionLost(reason: RtcError): void {
    this.#broadcast?.fail(reason);
  }

  protected override received(event: Message): void {
    if (event["type"] === "broadcastStatus") {
      this.#broadcast?.told(event);
    } else if (event["type"] === "broadcastEnded") {
      this.#broadcast?.fail(serverError(event["error"]));
    }
  }

  async #start(config: BroadcastConfig): Promise<BroadcastData> {
    const targets = checkTargets(config);
    const session = this.session();
    if (this.#broadcast !== null) {
      throw notNow("A broadcast is running already; stop it first");
    }
    const stream = this.localStream;
    if (stream === null) {
      throw new RtcError(ErrorCode.NoTracks, "There is nothing to send; start a preview first");
    }
    const broadcast = new Broadcast(session, stream, targets, this.#iceServers, {
      status: (data) => this.emit("BroadcastStatus", data),
      broke: (reason) => {
        this.#forget(broadcast);
        this.fail("BroadcastError", reason);
      },
    });
    this.#broadcast = broadcast;
    try {
      return await broadcast.start(this.#encoding);
    } catch (cause) {
      this.#forget(broadcast);
      throw cause;
    }
  }

  #forget(broadcast: Broadcast): void {
    if (this.#broadcast === broadcast) {
      this.#broadcast = null;
    }
  }
}
