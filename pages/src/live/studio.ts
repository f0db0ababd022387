import { advice, capture } from "../devices/capture";
import { DeviceLists } from "../devices/device-lists";
import { Level } from "../devices/level";
import { byId } from "../dom";
import type { Info } from "../info";
import type {
  BroadcastReport,
  BroadcastStatusData,
  RtcError,
  RtcUser,
  ServerStatusData,
} from "../rtc-user";
import type { SignIn } from "../sign-in/sign-in";
import { CodecChoice } from "./codec-choice";
import type { Destinations, Place } from "./destinations";
import { Figures } from "./figures";
import { nameOf } from "./report";
import { ReportPanel } from "./report-panel";
import type { SignedIn } from "./signed-in";
import { isOnAir } from "./states";
import { TargetList } from "./target-list";
import type { View } from "./view";
import { pictureOf, sentOf, WarningList } from "./warning-list";
import { planned } from "./wishes";

const BROADCASTING = 6;
const RECONNECTING = 7;

/** kbit/s: enough for 720p; the start is sharp without asking too much of a phone's line. */
const BITRATES = { videoSendInitialBitrate: 1000, videoSendBitrate: 2500 };

/** Camera, button and broadcast: what the page does. */
export class Studio {
  readonly #user: RtcUser;
  readonly #view: View;
  readonly #destinations: Destinations;
  readonly #signIn: SignIn;
  readonly #signedIn: SignedIn;
  readonly #devices = new DeviceLists(() => void this.preview());
  readonly #figures = new Figures();
  readonly #level = new Level(byId("level", SVGRectElement));
  readonly #targets = new TargetList();
  readonly #warnings = new WarningList();
  readonly #report = new ReportPanel();
  readonly #codec: CodecChoice;
  #stream: MediaStream | null = null;
  #keyframeInterval: number | undefined;
  #cancelled = false;
  /** Whether the browser's own connection to the server is lost. */
  #cut = false;
  #awake: WakeLockSentinel | null = null;

  constructor(
    user: RtcUser,
    view: View,
    destinations: Destinations,
    info: Promise<Info>,
    signIn: SignIn,
    signedIn: SignedIn,
  ) {
    this.#user = user;
    this.#view = view;
    this.#destinations = destinations;
    this.#signIn = signIn;
    this.#signedIn = signedIn;
    user.on("BroadcastStatus", ({ data }) => this.#status(data));
    user.on("BroadcastError", ({ error, data }) => void this.#broke(error, data.report));
    user.on("ServerStatus", ({ data }) => this.#serverIs(data));
    user.on("ServerError", ({ error }) => view.show(view.state, error.message));
    user.on("MediaStreamError", ({ data }) => view.show(view.state, data.text));
    user.on("ReceivedWebRTCStats", ({ data }) => this.#figures.show(data.results));
    user.enableStats();
    this.#codec = new CodecChoice(() => this.#encode());
    this.#encode();
    destinations.changed = () => this.#warn();
    void info.then(({ keyframeInterval }) => {
      this.#keyframeInterval = keyframeInterval;
      this.#warn();
    });
    navigator.mediaDevices.addEventListener("devicechange", () => void this.#listDevices());
    this.#muteButton("mute-audio", (mute) => user.muteAudio(mute));
    this.#muteButton("mute-video", (mute) => user.muteVideo(mute));
  }

  /** Shows the chosen camera, also in mid-broadcast. */
  async preview(): Promise<boolean> {
    const onAir = () => isOnAir(this.#view.state);
    try {
      const { stream } = await capture(this.#user, this.#devices.chosen);
      this.#stream = stream;
      this.#view.showPicture(stream, "Sound only: there is no camera.");
      this.#level.listen(stream);
      byId("mute-audio", HTMLButtonElement).disabled = stream.getAudioTracks().length === 0;
      byId("mute-video", HTMLButtonElement).disabled = stream.getVideoTracks().length === 0;
      this.#warn();
      await this.#listDevices();
      if (!onAir()) {
        this.#view.show("preview");
      }
      return true;
    } catch (cause) {
      if (onAir()) {
        this.#view.show(this.#view.state, advice(cause as RtcError));
      } else if (this.#stream === null) {
        this.#view.showPicture(null, "No picture yet");
        this.#view.show("error", advice(cause as RtcError));
      } else {
        this.#view.show("error", advice(cause as RtcError));
      }
      return false;
    }
  }

  /** The button: goes live, or ends what is running. */
  async press(): Promise<void> {
    if (isOnAir(this.#view.state)) {
      await this.#stop();
    } else if (this.#stream !== null || (await this.preview())) {
      await this.#goLive();
    }
  }

  async #goLive(): Promise<void> {
    this.#cancelled = false;
    this.#view.show("connecting", "Reaching the server…");
    const places = await this.#destinations.take(pictureOf(this.#stream));
    if (places === null) {
      this.#view.show("preview", "Please correct the marked field first.");
      return;
    }
    this.#begin(places);
    try {
      const asked = () => this.#view.show("preview");
      const visitor = (account: string) => ({
        userName: account || this.#destinations.first.name,
      });
      this.#cancelled = !(await this.#signIn.enter(visitor, asked));
      if (!this.#cancelled) {
        this.#view.show("connecting", "Reaching the server…");
        await this.#user.startBroadcast({ transcodingTargets: places });
        this.#view.show("live");
        this.#awake = (await navigator.wakeLock?.request().catch(() => null)) ?? null;
        return;
      }
    } catch (cause) {
      if (!this.#cancelled) {
        this.#view.show("error", (cause as RtcError).message);
      }
    }
    await this.#leave();
    if (this.#cancelled) {
      this.#view.show("preview");
    }
  }

  #begin(places: readonly Place[]): void {
    this.#figures.clear();
    this.#report.hide();
    this.#cut = false;
    const { ingest } = this.#destinations.first;
    this.#targets.begin(places.map(({ output }) => nameOf(output, ingest)));
    this.#lock(true);
    this.#warn();
  }

  #lock(locked: boolean): void {
    this.#destinations.lock(locked);
    this.#codec.lock(locked);
    this.#signedIn.lock(locked);
  }

  async #stop(): Promise<void> {
    const wasLive = this.#view.state !== "connecting";
    this.#cancelled = !wasLive;
    this.#view.button.disabled = true;
    try {
      const { report } = await this.#user.stopBroadcast();
      this.#tellReport(wasLive ? report : undefined);
    } catch {
      // It had ended by itself, or not begun: in either case nothing is sent any more.
    } finally {
      this.#view.button.disabled = false;
    }
    if (wasLive) {
      this.#view.show("ended", "The broadcast is over. You are off the air.");
      await this.#leave();
    }
  }

  async #broke(error: RtcError, report: BroadcastReport | undefined): Promise<void> {
    this.#view.show("ended", `The broadcast ended: ${error.message}`);
    this.#tellReport(report);
    await this.#leave();
  }

  #tellReport(report: BroadcastReport | undefined): void {
    if (report !== undefined) {
      this.#report.show(report, this.#destinations.first.ingest);
    }
  }

  async #leave(): Promise<void> {
    this.#lock(false);
    this.#targets.end();
    this.#warn();
    await this.#awake?.release();
    this.#awake = null;
    await this.#signedIn.leave();
  }

  #status(status: BroadcastStatusData): void {
    const { state, text, target } = status;
    this.#targets.told(status);
    if (target === undefined && (state === RECONNECTING || state === BROADCASTING)) {
      this.#cut = state === RECONNECTING;
    }
    const before = this.#view.state;
    if (before === "connecting") {
      this.#view.show(before, text);
    } else if (isOnAir(before)) {
      const lost = this.#cut || !this.#targets.someLive;
      if (lost || before === "reconnecting") {
        this.#view.show(lost ? "reconnecting" : "live", text);
      }
    }
  }

  #encode(): void {
    this.#user.setConfig({
      bitrates: BITRATES,
      codecs: { videoCodec: this.#codec.codec },
    });
    this.#warn();
  }

  /** Before going live; on air it is too late. */
  #warn(): void {
    const plans = isOnAir(this.#view.state) ? [] : this.#destinations.plans;
    const sent = sentOf(this.#stream, BITRATES.videoSendBitrate, this.#keyframeInterval);
    const { codec } = this.#codec;
    this.#warnings.show(
      plans.map(({ address, wishes }) => ({ address, sent: planned(sent, wishes, codec) })),
    );
  }

  /** The connection is lost, or back; the broadcast goes on meanwhile. */
  #serverIs({ status, text }: ServerStatusData): void {
    this.#view.show(this.#view.state, `${text}.`);
    if (status === "connected") {
      setTimeout(() => this.#view.forget(`${text}.`), 5000);
    }
  }

  async #listDevices(): Promise<void> {
    const list = await this.#user.getDevices().catch(() => null);
    if (list !== null && this.#stream !== null) {
      this.#devices.show(list.devices, this.#stream);
    }
  }

  #muteButton(id: string, mute: (mute: boolean) => void): void {
    const button = byId(id, HTMLButtonElement);
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(pressed));
      mute(pressed);
    });
  }
}
