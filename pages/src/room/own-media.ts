import { advice, capture } from "../devices/capture";
import { DeviceLists } from "../devices/device-lists";
import type { RtcError, RtcUser } from "../rtc-user";

const SHARING_ENDED = 6008;

/** Whoever shows one's own picture and sound. */
export interface MediaObserver {
  changed(): void;
  problem(sentence: string): void;
}

/** One's own camera, microphone and shared screen. */
export class OwnMedia {
  readonly #user: RtcUser;
  readonly #observer: MediaObserver;
  readonly #devices = new DeviceLists(() => void this.#choose());
  #stream: MediaStream | null = null;
  #sharing = false;
  #audioMuted = false;
  #videoMuted = false;

  constructor(user: RtcUser, observer: MediaObserver) {
    this.#user = user;
    this.#observer = observer;
    user.on("MediaStreamError", ({ error, data }) => {
      if (this.#sharing && error.code === SHARING_ENDED) {
        void this.#backToCamera();
      } else {
        observer.problem(data.text);
      }
    });
    // A call captures by itself where nothing was captured before.
    user.on("StartPreviewSuccess", ({ data }) => {
      this.#stream = data.stream;
      observer.changed();
    });
    user.on("StopPreviewSuccess", () => {
      this.#stream = null;
      observer.changed();
    });
    user.on("ReceivedDeviceList", ({ data }) => {
      if (this.#stream !== null && !this.#sharing) {
        this.#devices.show(data.devices, this.#stream);
      }
    });
  }

  /** What is shown and sent; the same object until it is stopped. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get sharing(): boolean {
    return this.#sharing;
  }

  get audioMuted(): boolean {
    return this.#audioMuted;
  }

  /** A shared screen is always seen. */
  get videoMuted(): boolean {
    return this.#videoMuted && !this.#sharing;
  }

  /** Whether there is a picture to see. */
  get visible(): boolean {
    return this.has("video") && !this.videoMuted;
  }

  /** One sees oneself as in a mirror, but not a screen, nor what is in front of the camera at a phone's back. */
  get mirrored(): boolean {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    return !this.#sharing && track?.getSettings().facingMode !== "environment";
  }

  has(kind: "audio" | "video"): boolean {
    return this.#stream?.getTracks().some((track) => track.kind === kind) ?? false;
  }

  /** Captures what the lists say, anew if it runs; false if nothing could be captured. */
  async start(): Promise<boolean> {
    try {
      await capture(this.#user, this.#devices.chosen);
      this.#sharing = false;
      this.#user.muteVideo(this.#videoMuted);
      await this.#user.getDevices().catch(() => null);
      return true;
    } catch (cause) {
      this.#observer.problem(advice(cause as RtcError));
      return false;
    } finally {
      this.#observer.changed();
    }
  }

  async stop(): Promise<void> {
    this.#sharing = false;
    if (this.#stream !== null) {
      await this.#user.stopPreview().catch(() => undefined);
    }
    this.#observer.changed();
  }

  muteAudio(mute: boolean): void {
    this.#audioMuted = mute;
    this.#user.muteAudio(mute);
    this.#observer.changed();
  }

  muteVideo(mute: boolean): void {
    this.#videoMuted = mute;
    this.#user.muteVideo(mute && !this.#sharing);
    this.#observer.changed();
  }

  /** Shares a screen in the camera's place, or goes back to the camera. */
  async toggleSharing(): Promise<void> {
    if (this.#sharing) {
      await this.#backToCamera();
      return;
    }
    const { microphone } = this.#devices.chosen;
    try {
      await this.#user.startPreview({
        videoDeviceConfig: { source: "screen", width: 1920, height: 1080, framerate: 15 },
        audioDeviceConfig: { device: this.has("audio") ? microphone : false },
      });
      this.#sharing = true;
      this.#user.muteVideo(false);
    } catch (cause) {
      // Who calls the browser's question off knows it.
      if ((cause as RtcError).userinfo?.cause !== "NotAllowedError") {
        this.#observer.problem((cause as RtcError).message);
      }
    }
    this.#observer.changed();
  }

  /** Another device was chosen; the camera has to wait while a screen is shared. */
  async #choose(): Promise<void> {
    if (this.#sharing) {
      const { microphone } = this.#devices.chosen;
      // MediaStreamError tells what is wrong.
      await this.#user.setAudioDevice({ device: microphone }).catch(() => undefined);
      this.#observer.changed();
    } else {
      await this.start();
    }
  }

  async #backToCamera(): Promise<void> {
    this.#sharing = false;
    this.#user.muteVideo(this.#videoMuted);
    if (!(await this.start()) && this.#stream?.getTracks().length === 0) {
      await this.stop();
    }
  }
}
