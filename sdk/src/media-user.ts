import { asBoolean, asObject, asOneOf, asText } from "./arguments";
import type { Source } from "./capture";
import { DeviceWatch } from "./device-watch";
import { canCaptureScreen, listDevices } from "./devices";
import { Emitter } from "./emitter";
import { ErrorCode, RtcError } from "./errors";
import type { ErrorEventName } from "./events";
import { type Kind, type Muted, Preview } from "./preview";
import type {
  AudioDeviceConfig,
  CameraConfig,
  DeviceKind,
  DeviceList,
  Injection,
  InjectionConfig,
  MediaStreamConfig,
  PreviewConfig,
  PreviewData,
  SelectedDevice,
} from "./types";

const KINDS = { videoinput: "video", audioinput: "audio" } as const;

/**
 * A user's own devices and preview: all that {@link RtcUser} does without a server.
 *
 * What goes wrong later than in the call that began it raises `MediaStreamError`: with code 6000 when a device delivers
 * nothing any more, 6008 when the sharing of a screen was ended from the browser's own bar, 6004 when a device that was
 * set is gone and the browser's choice takes its place, 1006 when a running broadcast can't take in what is captured, and
 * with the error of {@link MediaUser.startPreview} when a call finds no camera, no microphone or neither. Broadcasts and
 * calls go on in all these cases.
 */
export class MediaUser extends Emitter {
  readonly #preview = new Preview({
    changed: (stream) => this.#changed(stream),
    ended: (source) => this.fail("MediaStreamError", endOf(source)),
    notice: (what) => this.fail("MediaStreamError", what),
  });
  readonly #watch = new DeviceWatch(() => void this.#list());
  readonly #extensions = new Set<string>();

  /**
   * Lists cameras and microphones. Ends in `ReceivedDeviceList` or `GetDevicesError`. Browsers tell the names, and all
   * the devices, only after the page was given leave to use one. From the first call or preview on,
   * `ReceivedDeviceList` comes again whenever a device has come or gone.
   *
   * @returns rejects with 6004 where the browser gives no devices at all, as to pages without HTTPS, and with 6006 where
   *     they can't be listed
   * @example
   * rtcUser.on("ReceivedDeviceList", ({ data }) => {
   *   for (const { id, index } of data.devices.videodevices) {
   *     console.log(index, id);
   *   }
   * });
   * rtcUser.getDevices();
   */
  getDevices(): Promise<{ devices: DeviceList }> {
    return this.#list();
  }

  /**
   * Sets the camera, for previews that name none and at once for one that runs: there, and in a running broadcast, it
   * takes the place of the picture before, be it a camera's or a screen's, while the sound goes on. With
   * `device: false` there is no picture.
   *
   * A device is remembered, not its index. If it is gone when a preview starts, the browser's choice takes its place and
   * `MediaStreamError` (6004) says so.
   *
   * @returns the device, when it is in use or remembered. If the camera can't be used, `MediaStreamError` is raised and
   *     all stays as it was; so it is with a wrong argument.
   * @example
   * rtcUser.setVideoDevice({ device: 0, width: 640, height: 360, framerate: 30 });
   */
  setVideoDevice(config: CameraConfig): Promise<SelectedDevice[]> {
    return this.attempt("MediaStreamError", ErrorCode.GetUserMediaFailed, () =>
      this.#preview.set("video", config),
    );
  }

  /**
   * Sets the microphone, in the way of {@link MediaUser.setVideoDevice}; the picture goes on.
   *
   * @returns see {@link MediaUser.setVideoDevice}
   * @example
   * rtcUser.setAudioDevice({ device: true }); // the browser's choice
   */
  setAudioDevice(config: AudioDeviceConfig): Promise<SelectedDevice[]> {
    return this.attempt("MediaStreamError", ErrorCode.GetUserMediaFailed, () =>
      this.#preview.set("audio", config),
    );
  }

  /**
   * The camera or screen of the running preview; without a preview, the camera that is set.
   *
   * @returns one device, or none if there is no such
   * @example
   * const name = rtcUser.getSelectedVideoDevice()[0]?.label;
   */
  getSelectedVideoDevice(): SelectedDevice[] {
    return this.#preview.selected("video");
  }

  /**
   * The microphone of the running preview; without a preview, the one that is set.
   *
   * @returns one device, or none if there is no such
   * @example
   * const name = rtcUser.getSelectedAudioDevice()[0]?.label;
   */
  getSelectedAudioDevice(): SelectedDevice[] {
    return this.#preview.selected("audio");
  }

  /**
   * The same as {@link MediaUser.getSelectedVideoDevice} or {@link MediaUser.getSelectedAudioDevice}. A wrong kind
   * raises `GetSelectedDeviceError` and gives none.
   *
   * @example
   * const [camera] = rtcUser.getSelectedDevice({ kind: "videoinput" });
   */
  getSelectedDevice(config: { kind: DeviceKind }): SelectedDevice[] {
    let selected: SelectedDevice[] = [];
    this.#guard("GetSelectedDeviceError", () => {
      selected = this.#preview.selected(asKind(config));
    });
    return selected;
  }

  /**
   * Captures camera or screen and microphone and shows them. Ends in `StartPreviewSuccess` or `StartPreviewError`.
   *
   * During a preview it changes over to other devices, sizes, or from camera to screen and back. The stream stays the
   * same object and its tracks change, in a running broadcast as well and without a new negotiation. A microphone that
   * is asked for as before goes on without a gap. A broadcast that was started without picture or without sound can't
   * take that in later on: `MediaStreamError` (1006) says so, and the rest is sent.
   *
   * A screen can be asked for only in answer to a click or key. When the user ends its sharing from the browser's own
   * bar, `MediaStreamError` (6008) is raised; a broadcast goes on with its sound until it gets another picture.
   *
   * @returns rejects with 6001 if neither video nor audio is wanted, 6004 if there is no such device, 6000 if it is in
   *     use by another program, 6005 or 6008 if the browser or the user refuses camera, microphone or screen (then
   *     `userinfo.cause` is the browser's name for the reason, e.g. `NotAllowedError`)
   * @example
   * rtcUser.startPreview({
   *   videoDeviceConfig: { device: 0, width: 1280, height: 720, framerate: 30, source: "camera" },
   *   audioDeviceConfig: { device: 0 },
   *   elementId: "video-local",
   * });
   */
  startPreview(config: PreviewConfig): Promise<PreviewData> {
    return this.outcome(
      "StartPreviewSuccess",
      "StartPreviewError",
      ErrorCode.GetUserMediaFailed,
      () => {
        this.#watch.start();
        return this.#preview.start(config);
      },
    );
  }

  /**
   * Takes a stream that the page made, e.g. of a canvas, as the preview. Ends in `StartPreviewSuccess` or
   * `StartPreviewError`. Its first picture and first sound are shown and sent, in a running broadcast at once. The tracks
   * stay the page's: muting disables them, but nothing here ever stops them.
   *
   * @param config the stream may also be given by itself
   * @returns rejects with 6001 if the stream has no tracks
   * @example
   * const stream = document.querySelector("canvas").captureStream(30);
   * rtcUser.setMediaStream({ stream, elementId: "video-local" });
   */
  setMediaStream(config: MediaStream | MediaStreamConfig): Promise<PreviewData> {
    return this.outcome("StartPreviewSuccess", "StartPreviewError", ErrorCode.General, () =>
      this.#preview.take(config),
    );
  }

  /**
   * Ends capturing, so that the devices are free again, and takes out what was mixed in. Ends in `StopPreviewSuccess` or
   * `StopPreviewError`.
   *
   * A running broadcast goes on in silence, where viewers keep the last picture, and sends the next preview when that is
   * started. What ends it is {@link RtcUser.stopBroadcast}.
   *
   * @returns rejects with 1006 if there is no preview
   * @example
   * rtcUser.stopPreview();
   */
  stopPreview(): Promise<Record<string, never>> {
    return this.outcome("StopPreviewSuccess", "StopPreviewError", ErrorCode.General, async () => {
      await this.#preview.stop();
      return {};
    });
  }

  /**
   * Sends a black picture instead of the camera's or screen's, for this preview and those to come, until it is called
   * with false. A wrong argument raises `MediaStreamError`.
   *
   * @example
   * rtcUser.muteVideo(true);
   */
  muteVideo(mute: boolean): void {
    this.#guard("MediaStreamError", () => this.#mute("video", asBoolean(mute, "mute")));
  }

  /**
   * Sends silence instead of the microphone's sound, for this preview and those to come, until it is called with false.
   * Only the microphone: what {@link MediaUser.injectExternalMediaStream} mixes in goes on; its handle takes that out.
   * A wrong argument raises `MediaStreamError`.
   *
   * @example
   * rtcUser.muteAudio(true);
   */
  muteAudio(mute: boolean): void {
    this.#guard("MediaStreamError", () => this.#mute("audio", asBoolean(mute, "mute")));
  }

  /**
   * The same as {@link MediaUser.muteVideo} or {@link MediaUser.muteAudio}. A wrong argument raises `MuteDeviceError`.
   *
   * @example
   * rtcUser.muteDevice({ kind: "audioinput", mute: true });
   */
  muteDevice(config: { kind: DeviceKind; mute: boolean }): void {
    this.#guard("MuteDeviceError", () => {
      const kind = asKind(config);
      this.#mute(kind, asBoolean(config.mute, "config.mute"));
    });
  }

  /**
   * Mixes the sound of another stream into the preview's, and so into what a running broadcast sends, without a gap. It
   * may be called for several streams. Each is mixed at its own loudness until its handle is removed, all its tracks
   * have ended, or the preview is stopped; other devices and previews in between do not touch it. To a preview without
   * a microphone it brings the sound. The loudspeakers play nothing of it.
   *
   * Browsers let a page mix sound while it captures, or once someone has clicked or typed into it. Until then
   * `MediaStreamError` (1006) says so, what sound the preview has is sent by itself, and the mix begins with the first
   * click.
   *
   * @returns what takes the sound out again. Rejects, and raises `MediaStreamError`, with 6001 if the stream has no audio
   *     track and with 1006 if there is no preview.
   * @example
   * const stream = document.querySelector("audio").captureStream();
   * const injection = await rtcUser.injectExternalMediaStream({ stream, tracks: ["audio"] });
   * injection.remove();
   */
  injectExternalMediaStream(config: InjectionConfig): Promise<Injection> {
    return this.attempt("MediaStreamError", ErrorCode.General, () => this.#preview.inject(config));
  }

  /**
   * Remembers the name and does no more: browsers have long captured screens without an extension. A wrong argument
   * raises `MediaStreamError`.
   *
   * @example
   * rtcUser.addScreenCaptureExtension("nanoScreenCapture");
   */
  addScreenCaptureExtension(name: string): void {
    this.#guard("MediaStreamError", () => this.#extensions.add(asText(name, "name")));
  }

  /**
   * Whether this browser can capture a screen, with or without an extension; those of phones can't.
   *
   * @example
   * const canShare = rtcUser.isScreenCaptureAvailable();
   */
  isScreenCaptureAvailable(): boolean {
    return canCaptureScreen();
  }

  /** Ends the preview and no longer looks for devices that come or go. */
  override destroy(): void {
    this.#watch.stop();
    this.#preview.stop().catch(() => undefined);
    super.destroy();
  }

  /** What the preview shows and a broadcast sends, if there is anything; the same object all through a preview. */
  protected get localStream(): MediaStream | null {
    const { stream } = this.#preview;
    return stream !== null && stream.getTracks().length > 0 ? stream : null;
  }

  protected get muted(): Muted {
    return this.#preview.muted;
  }

  /** Captures, unless there is a preview; without any device the call only receives. Never rejects. */
  protected async captureForCall(): Promise<void> {
    try {
      const data = await this.#preview.borrow();
      if (data !== null) {
        this.emit("StartPreviewSuccess", data);
      }
    } catch (cause) {
      const { code, text, userinfo } = RtcError.from(cause, ErrorCode.GetUserMediaFailed);
      this.fail(
        "MediaStreamError",
        new RtcError(code, `${text}; the call only receives`, userinfo),
      );
    }
  }

  /** Frees the devices that were captured for calls only. */
  protected async releaseAfterCalls(): Promise<void> {
    if (await this.#preview.giveBack()) {
      this.emit("StopPreviewSuccess", {});
    }
  }

  /** The preview is not for calls only, and stays until the page stops it. */
  protected keepPreview(): void {
    this.#preview.keep();
  }

  /** What is muted has changed, or was set anew. */
  protected mutedChanged(_muted: Muted): void {}

  /**
   * The preview changed over to these tracks; whoever sends the old ones sends these from now on. After a preview there
   * are none.
   *
   * @returns the kinds of tracks that can't be sent
   */
  protected async streamReplaced(_stream: MediaStream): Promise<string[]> {
    return [];
  }

  #mute(kind: Kind, mute: boolean): void {
    this.#preview.mute(kind, mute);
    this.mutedChanged(this.#preview.muted);
  }

  async #changed(stream: MediaStream): Promise<void> {
    for (const kind of await this.streamReplaced(stream)) {
      const text = `The broadcast was started without ${kind}, so it can't take it in; start it anew`;
      this.fail("MediaStreamError", new RtcError(ErrorCode.NotAllowedNow, text));
    }
  }

  #list(): Promise<{ devices: DeviceList }> {
    return this.outcome(
      "ReceivedDeviceList",
      "GetDevicesError",
      ErrorCode.EnumerateDevicesFailed,
      async () => {
        this.#watch.start();
        return { devices: await listDevices() };
      },
    );
  }

  #guard(failure: ErrorEventName, work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.fail(failure, RtcError.from(cause, ErrorCode.General));
    }
  }
}

function asKind(config: { kind: DeviceKind }): Kind {
  const { kind } = asObject(config, "config");
  return KINDS[asOneOf(kind, ["videoinput", "audioinput"], "config.kind")];
}

function endOf({ screen, track }: Source): RtcError {
  if (screen) {
    const text = "The sharing of the screen was ended; start another preview to send a picture";
    return new RtcError(ErrorCode.GetDisplayMediaFailed, text);
  }
  const what = track.kind === "video" ? "camera" : "microphone";
  const text = `The ${what} "${track.label}" delivers nothing any more`;
  return new RtcError(ErrorCode.DeviceDeliversNothing, text);
}
