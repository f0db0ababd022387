import { Broadcast } from "./broadcast";
import { ErrorCode, notNow, RtcError } from "./errors";
import { type Message, serverError } from "./message";
import { checkMetaData, type MetaDataHandler, type MetaDataValue } from "./meta-data";
import type { Measured } from "./monitor";
import { RoomUser } from "./room-user";
import { checkSupport, type Support } from "./support";
import { checkTargets } from "./targets";
import type { BroadcastConfig, BroadcastData, BroadcastEnd } from "./types";

/**
 * A user of a Rillcast server: shows a preview of camera and microphone, signs in, meets others in a room and calls them
 * from browser to browser, and goes live to an RTMP ingest.
 *
 * Each method that ends in an event also returns a promise: it resolves with the data of the success event and rejects
 * with the {@link RtcError} of the error event. A page may use either and ignore the other. No method throws.
 *
 * @example
 * const rtcUser = new RtcUser();
 */
export class RtcUser extends RoomUser {
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
   * Sends the preview to an RTMP ingest, or to up to 8 of them at once. The user must be signed in, and there must be a
   * preview; calls may go on with the same.
   *
   * Raises `StartBroadcastSuccess` when the first ingest takes the stream, or `StartBroadcastError`; meanwhile and later
   * `BroadcastStatus` for each `target`: 4 signalling, 5 connected, 6 broadcasting, 7 reconnecting, 8 failed. A target
   * that failed does not end the others; `BroadcastError` tells that a live broadcast ended by itself, with the `report`.
   *
   * A media connection that is lost is replaced by another one, with the same tracks: for up to 30 s the ingests get
   * silence meanwhile, and `BroadcastStatus` says `reconnecting_broadcast`.
   *
   * All targets get the same picture, so the lowest `videobitrate` and `framerate` of those that pass H.264 on counts.
   *
   * @param config where to and how; bitrates in bit/s. Several targets are an array, or are numbered as in older pages
   *     ({@link TranscodingTargets})
   * @example
   * rtcUser.startBroadcast({
   *   transcodingTargets: {
   *     output: "rtmp://ingest.example.com/live",
   *     streamname: "show",
   *     videobitrate: 1500000,
   *     framerate: 30,
   *   },
   * });
   * @example
   * rtcUser.startBroadcast({
   *   transcodingTargets: [
   *     { output: "rtmps://one.example.com/live", streamname: "first-key" },
   *     { output: "rtmp://two.example.com/app/second-key" },
   *   ],
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
   * Raises `StopBroadcastSuccess`, when the ingests were told that the stream is over, or `StopBroadcastError`. The browser
   * sends nothing any more in either case.
   *
   * @returns how it went
   * @example
   * const { report } = await rtcUser.stopBroadcast();
   */
  stopBroadcast(): Promise<BroadcastEnd> {
    return this.outcome(
      "StopBroadcastSuccess",
      "StopBroadcastError",
      ErrorCode.StopBroadcastFailed,
      () => {
        const broadcast = this.#broadcast;
        if (broadcast === null) {
          throw notNow("No broadcast is running");
        }
        return broadcast.stop().finally(() => this.#forget(broadcast));
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
    this.#broadcast?.abandon();
    this.#broadcast = null;
    super.destroy();
  }

  protected override async streamReplaced(stream: MediaStream): Promise<string[]> {
    const refused = await super.streamReplaced(stream);
    return [...refused, ...((await this.#broadcast?.replace(stream)) ?? [])];
  }

  protected override async encodingChanged(): Promise<void> {
    await super.encodingChanged();
    await this.#broadcast?.limit(this.encoding);
  }

  protected override measured(): Measured[] {
    const source = this.#broadcast?.source;
    return [...(source ? [{ source }] : []), ...super.measured()];
  }

  protected override async leaving(): Promise<void> {
    if (this.#broadcast !== null) {
      await this.stopBroadcast().catch(() => undefined);
    }
    await super.leaving();
  }

  protected override sessionLost(reason: RtcError): void {
    this.#broadcast?.fail(reason);
    super.sessionLost(reason);
  }

  protected override received(event: Message): void {
    if (event["type"] === "broadcastStatus") {
      this.#broadcast?.told(event);
    } else if (event["type"] === "broadcastEnded") {
      this.#broadcast?.toldEnd(serverError(event["error"]), event);
    } else {
      super.received(event);
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
    const broadcast = new Broadcast(session, stream, targets, this.encoding, {
      status: (data) => this.emit("BroadcastStatus", data),
      broke: (reason, end) => {
        this.#forget(broadcast);
        this.fail("BroadcastError", reason, end);
      },
      iceServers: () => this.iceServers(),
    });
    this.#broadcast = broadcast;
    try {
      this.keepPreview();
      return await broadcast.start();
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
