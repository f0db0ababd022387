import { asBoolean } from "./arguments";
import { listDevices } from "./devices";
import { Emitter } from "./emitter";
import { ErrorCode, RtcError } from "./errors";
import { Preview } from "./preview";
import type { DeviceList, PreviewConfig, PreviewData } from "./types";

/** A user's own devices and preview: all that {@link RtcUser} does without a server. */
export class MediaUser extends Emitter {
  readonly #preview = new Preview((track) => this.#trackEnded(track));

  /**
   * Lists cameras and microphones. Ends in `ReceivedDeviceList` or `GetDevicesError`. Browsers tell the names, and all
   * the devices, only after the page was given leave to use one.
   */
  getDevices(): Promise<{ devices: DeviceList }> {
    return this.outcome(
      "ReceivedDeviceList",
      "GetDevicesError",
      ErrorCode.EnumerateDevicesFailed,
      async () => ({ devices: await listDevices() }),
    );
  }

  /**
   * Captures camera or screen and microphone and shows them. Ends in `StartPreviewSuccess` or `StartPreviewError`. During
   * a preview it changes over to other devices or sizes; a running broadcast goes on with the new ones.
   */
  startPreview(config: PreviewConfig): Promise<PreviewData> {
    return this.outcome(
      "StartPreviewSuccess",
      "StartPreviewError",
      ErrorCode.GetUserMediaFailed,
      () =>
        this.#preview.start(config, async (stream) => {
          await this.streamReplaced(stream);
        }),
    );
  }

  /** Ends capturing. Ends in `StopPreviewSuccess` or `StopPreviewError`. */
  stopPreview(): Promise<Record<string, never>> {
    return this.outcome("StopPreviewSuccess", "StopPreviewError", ErrorCode.General, async () => {
      await this.#preview.stop();
      return {};
    });
  }

  /** Sends a black picture instead of the camera's, until it is called with false. */
  muteVideo(mute: boolean): void {
    this.#mute("video", mute);
  }

  /** Sends silence instead of the microphone's sound, until it is called with false. */
  muteAudio(mute: boolean): void {
    this.#mute("audio", mute);
  }

  /** What the preview shows and a broadcast sends, if there is a preview. */
  protected get localStream(): MediaStream | null {
    return this.#preview.stream;
  }

  /**
   * The preview changed over to this stream; whoever sends the old one sends this one from now on.
   *
   * @returns the kinds of tracks that can't be sent
   */
  protected async streamReplaced(_stream: MediaStream): Promise<string[]> {
    return [];
  }

  #mute(kind: "video" | "audio", mute: boolean): void {
    try {
      this.#preview.mute(kind, asBoolean(mute, "mute"));
    } catch (cause) {
      this.fail("MediaStreamError", RtcError.from(cause, ErrorCode.General));
    }
  }

  #trackEnded(track: MediaStreamTrack): void {
    const what = track.kind === "video" ? "camera" : "microphone";
    const text = `The ${what} "${track.label}" delivers nothing any more`;
    this.fail("MediaStreamError", new RtcError(ErrorCode.DeviceDeliversNothing, text));
  }
}
