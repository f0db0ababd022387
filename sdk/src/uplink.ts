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

/** What is sent, by kind; null: nothing at present. */
export type Tracks = ReadonlyMap<string, MediaStreamTrack | null>;

/** One media connection to the server, which sends only. */
export class Uplink {
  /** The video codec that is sent, once it is known. */
  codec: string | null = null;
  readonly #peer: RTCPeerConnection;
  readonly #stereo: boolean;
  #limiting: Promise<unknown> = Promise.resolve();
  #watch: (state: RTCPeerConnectionState) => void = () => undefined;

  /** @param changed told of each state of the connection */
  constructor(
    iceServers: RTCIceServer[],
    stream: MediaStream,
    tracks: Tracks,
    codec: string,
    changed: (state: RTCPeerConnectionState) => void,
  ) {
    this.#peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
    this.#peer.onconnectionstatechange = () => {
      this.#watch(this.state);
      changed(this.state);
    };
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

  /** The server takes the browser's addresses from its checks, so the offer need not wait for candidates. */
  async offer(): Promise<string> {
    const offer = await this.#peer.createOffer();
    await this.#peer.setLocalDescription(offer);
    const sdp = offer.sdp ?? "";
    return this.#stereo ? withStereo(sdp) : sdp;
  }

  async accept(sdp: string, encoding: Encoding): Promise<void> {
    const answer = withStartBitrate(sdp, encoding);
    this.codec = codecOf(answer) ?? this.codec;
    await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
  }

  /** Resolves when media flow; rejects when the connection fails, or after that time. */
  connected(ms: number, life: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        callOff();
        reject(new RtcError(ErrorCode.BroadcastFailed, "The server can't be reached by UDP"));
      };
      const callOff = deadline(ms, life, fail);
      this.#watch = (state) => {
        if (state === "connected") {
          callOff();
          resolve();
        } else if (state === "failed") {
          fail();
        }
      };
      this.#watch(this.state);
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
    const done = this.#limiting.then(() => this.#limit(encoding, limits));
    this.#limiting = done.catch(() => undefined);
    return done;
  }

  async #limit(encoding: Encoding, limits: VideoLimits): Promise<void> {
    for (const { receiver, sender } of this.#peer.getTransceivers()) {
      if (receiver.track.kind === "video") {
        // A size that changes in mid-stream makes RTMP players cut, and browsers otherwise start small and grow for
        // seconds.
        await limit(sender, encoding, limits, "maintain-resolution");
      }
    }
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  close(): void {
    this.#peer.close();
  }
}
