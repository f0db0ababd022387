import { asAmount, asBoolean } from "./arguments";
import { configure, DEFAULT_ENCODING, type Encoding } from "./encoding";
import { ErrorCode } from "./errors";
import { checkIceServers, type IceServer } from "./ice-servers";
import { type Measured, Monitor } from "./monitor";
import { checkReconnect } from "./reconnect";
import { SessionUser } from "./session-user";
import type { UserConfig } from "./types";

/** What broadcasts and calls of {@link RtcUser} have in common: how they are sent, and how they are measured. */
export class SendingUser extends SessionUser {
  readonly #monitor = new Monitor(
    () => this.measured(),
    (results, remoteUserId) =>
      this.emit("ReceivedWebRTCStats", {
        results,
        stats: { results },
        ...(remoteUserId !== undefined && { remoteUserId }),
      }),
  );
  #encoding: Encoding = DEFAULT_ENCODING;
  /** null: those that the server knows. */
  #iceServers: RTCIceServer[] | null = null;

  /**
   * Sets how video is sent, and how a lost connection is tried again. What is left out stays as it is.
   *
   * The codec counts from the next broadcast or call of one's own on; a browser without it sends what it has, and a broadcast's
   * `BroadcastStatus` says so (`codec_fallback`). The highest bitrate counts at once, the first one from the next
   * broadcast or call on.
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
      await this.encodingChanged();
    });
  }

  /**
   * Sets the STUN and TURN servers for calls and broadcasts that are started from now on, in place of those that the
   * server knows. A broadcast needs none, unless the network lets nothing through to the server but what comes by a TURN
   * server.
   *
   * Raises `SetConfigError` if a value is wrong; nothing is changed then.
   *
   * @param iceServers all of them; an empty array for none. Default: the server's.
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
   * Raises `ReceivedWebRTCStats` again and again, for the broadcast and for each call: bitrates, frame rate, loss,
   * round-trip time.
   *
   * Raises `SetConfigError` if a value is wrong; nothing is changed then.
   *
   * @param enable false to stop it; default: true
   * @param interval in ms, 100 at least; default: 1000
   * @example
   * rtcUser.on("ReceivedWebRTCStats", ({ data }) => {
   *   console.log(data.remoteUserId ?? "broadcast", data.results.videoBitrate, "kbit/s");
   * });
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

  override destroy(): void {
    this.#monitor.enable(false);
    super.destroy();
  }

  protected get encoding(): Encoding {
    return this.#encoding;
  }

  /** Those of {@link RtcUser.setIceServers}, or else the server's. */
  protected async iceServers(): Promise<RTCIceServer[]> {
    return this.#iceServers ?? (await this.session().ice.servers());
  }

  /** Applies to what is being sent. */
  protected async encodingChanged(): Promise<void> {}

  /** What is being sent. */
  protected measured(): Measured[] {
    return [];
  }
}
