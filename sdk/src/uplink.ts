import { deadline } from "./deadline";
import {
  codecOf,
  type Encoding,
  limit,
  preferCodec,
  type VideoLimits,
  withStartBitrate,
  withStereo,
} from "./encoding";
import { ErrorCode, RtcError } from "./errors";
import { Pulse } from "./pulse";

/** What is sent, by kind; null: nothing at present. */
export type Tracks = ReadonlyMap<string, MediaStreamTrack | null>;

/** How the connection is; while it seems to be well, nothing may come by it. */
export type UplinkState = RTCPeerConnectionState | "quiet" | "silent";

/** Each 5 s the limit changes, so little that nobody sees it. */
const PROBE_BEATS = 20;
const PROBE_STEP = 1000; // bit/s

/** One media connection to the server, which sends only. */
export class Uplink {
  /** The video codec that is sent, once it is known. */
  codec: string | null = null;
  readonly #peer: RTCPeerConnection;
  readonly #stereo: boolean;
  #limiting: Promise<unknown> = Promise.resolve();
  readonly #pulse: Pulse;
  #watch: () => void = () => undefined;
  #relimit: () => Promise<void> = async () => undefined;

  /** @param changed told of each state of the connection; more than once of `quiet` and `silent` */
  constructor(
    iceServers: RTCIceServer[],
    stream: MediaStream,
    tracks: Tracks,
    codec: string,
    changed: (state: UplinkState) => void,
  ) {
    this.#peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
    this.#peer.onconnectionstatechange = () => {
      this.#watch();
      changed(this.state);
    };
    this.#pulse = new Pulse(this.#peer, (felt) => (felt === "beat" ? this.#beat() : changed(felt)));
    this.#stereo = tracks.get("audio")?.getSettings().channelCount === 2;
    for (const [kind, track] of tracks) {
      const transceiver = this.#peer.addTransceiver(track ?? kind, {
        direction: "sendonly",
        streams: [stream],
      });
      if (kind === "video") {
        this.codec = preferCodec(transceiver, codec) ?? codec;
      }
    }
  }

  get state(): RTCPeerConnectionState {
    return this.#peer.connectionState;
  }

  /** How often something has come. */
  get beats(): number {
    return this.#pulse.beats;
  }

  /**
   * The server takes the browser's addresses from its checks, so the offer need not wait for candidates.
   *
   * @param iceServers for an ICE restart: another way, maybe from another address, for the same connection
   */
  async offer(iceServers?: RTCIceServer[]): Promise<string> {
    if (iceServers) {
      this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), iceServers });
    }
    const offer = await this.#peer.createOffer({ iceRestart: iceServers !== undefined });
    await this.#peer.setLocalDescription(offer);
    const sdp = offer.sdp ?? "";
    return this.#stereo ? withStereo(sdp) : sdp;
  }

  async accept(sdp: string, encoding: Encoding): Promise<void> {
    const answer = withStartBitrate(sdp, encoding);
    this.codec = codecOf(answer) ?? this.codec;
    await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
  }

  /**
   * Resolves when media flow; rejects when the connection fails, or after that time.
   *
   * @param beats of a restart: so many had come; it has failed already, maybe
   */
  connected(ms: number, life: AbortSignal, beats = -1): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        callOff();
        reject(new RtcError(ErrorCode.BroadcastFailed, "The server's media port can't be reached"));
      };
      const callOff = deadline(ms, life, fail);
      this.#watch = () => {
        if (this.state === "connected" && this.beats > beats) {
          callOff();
          resolve();
        } else if (this.state === "failed" && beats < 0) {
          fail();
        }
      };
      this.#watch();
    });
  }

  /** Sends these from now on, without a new negotiation. */
  async replace(tracks: Tracks): Promise<void> {
    for (const { receiver, sender } of this.#peer.getTransceivers()) {
      await sender.replaceTrack(tracks.get(receiver.track.kind) ?? null);
    }
  }

  /** One after the other: browsers refuse parameters that others were set since. */
  limit(encoding: Encoding, limits: VideoLimits): Promise<void> {
    this.#relimit = () => {
      const done = this.#limiting.then(() => this.#limit(encoding, limits));
      this.#limiting = done.catch(() => undefined);
      return done;
    };
    return this.#relimit();
  }

  /**
   * Chromium climbs slowly on a line that was slow, for a minute and more; but when the limit changes it probes what
   * the line bears, and may climb at once.
   */
  #beat(): void {
    this.#watch();
    if (this.beats % PROBE_BEATS === 0) {
      void this.#relimit().catch(() => undefined);
    }
  }

  async #limit(encoding: Encoding, limits: VideoLimits): Promise<void> {
    for (const { receiver, sender } of this.#peer.getTransceivers()) {
      if (receiver.track.kind === "video") {
        // A size that changes in mid-stream makes RTMP players cut, and browsers otherwise start small and grow for
        // seconds.
        const odd = Math.floor(this.beats / PROBE_BEATS) % 2;
        await limit(sender, encoding, limits, "maintain-resolution", odd * PROBE_STEP);
      }
    }
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  close(): void {
    this.#pulse.stop();
    this.#peer.close();
  }
}
