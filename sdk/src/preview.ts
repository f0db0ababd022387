import { captureBeside, constraintsOf, release, type Source } from "./capture";
import { remember } from "./devices";
import { ErrorCode, RtcError } from "./errors";
import { Mix } from "./mix";
import { pageStream, tracksToInject } from "./page-stream";
import { placeOf, Stage } from "./stage";
import type {
  AudioDeviceConfig,
  CameraConfig,
  DeviceKind,
  Injection,
  InjectionConfig,
  MediaStreamConfig,
  PreviewConfig,
  PreviewData,
  SelectedDevice,
} from "./types";
import { nothing, type Wish, type Wishes, wishedAudio, wishedPreview, wishedVideo } from "./wish";

export type Kind = "video" | "audio";

/** Which kinds are not to be seen or heard. */
export type Muted = Readonly<Record<Kind, boolean>>;

/** Whoever owns the preview. */
export interface PreviewObserver {
  /** Other tracks are to be sent from now on; the old ones are stopped only when this is done. */
  changed(stream: MediaStream): Promise<void>;
  /** A track ended without having been asked to. */
  ended(source: Source): void;
  /** Something is otherwise than was asked for. */
  notice(what: RtcError): void;
}

const KIND: Record<Kind, DeviceKind> = { video: "videoinput", audio: "audioinput" };
const ANY: Wish = { device: true, argument: "", details: {} };
const WITHOUT_ONE: PreviewConfig[] = [
  { videoDeviceConfig: { device: false } },
  { audioDeviceConfig: { device: false } },
];

/** A mix that may run does so at once; one that doesn't by then waits for people to touch the page. */
const MIX_RUNS_WITHIN_MS = 1000;

/**
 * The local picture and sound: what the page shows and a broadcast sends. It is one and the same stream from start to
 * stop; its tracks change. All that changes it happens in turn: the last call wins.
 */
export class Preview {
  readonly #observer: PreviewObserver;
  readonly #stage = new Stage();
  #stream: MediaStream | null = null;
  #sources: Partial<Record<Kind, Source | undefined>> = {};
  #set: Wishes = { video: ANY, audio: ANY };
  #muted: Muted = { video: false, audio: false };
  /** It was not started by the page, but for a call. */
  #borrowed = false;
  #mix: Mix | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(observer: PreviewObserver) {
    this.#observer = observer;
  }

  /** What is being captured, if anything. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  get muted(): Muted {
    return this.#muted;
  }

  /** Captures anew; a microphone that is asked for as before goes on. */
  start(config: PreviewConfig): Promise<PreviewData> {
    return this.#inTurn(async () => {
      const data = await this.#start(config);
      this.#borrowed = false;
      return data;
    });
  }

  /**
   * Captures what is set, or what there is of it, unless there is a preview already.
   *
   * @returns null if there is
   */
  borrow(): Promise<PreviewData | null> {
    return this.#inTurn(async () => {
      if (this.#stream !== null) {
        return null;
      }
      const data = await this.#startAny();
      this.#borrowed = true;
      return data;
    });
  }

  /** Ends what was borrowed, unless the page has made it its own. */
  giveBack(): Promise<boolean> {
    return this.#inTurn(async () => {
      const borrowed = this.#borrowed;
      if (borrowed) {
        await this.#stop();
      }
      return borrowed;
    });
  }

  /** It is used for more than a call, and stays. */
  keep(): void {
    this.#borrowed = false;
  }

  /** Takes a stream of the page's instead of capturing one. */
  take(config: MediaStream | MediaStreamConfig): Promise<PreviewData> {
    return this.#inTurn(async () => {
      const given = pageStream(config);
      const place = placeOf(given);
      const [video] = given.stream.getVideoTracks();
      const [audio] = given.stream.getAudioTracks();
      const page = (track: MediaStreamTrack | undefined): Source | undefined =>
        track && { track, screen: false, own: false, constraints: true };
      const stream = await this.#exchange({ video: page(video), audio: page(audio) });
      this.#stage.show(stream, place);
      this.#borrowed = false;
      const constraints = { video: video !== undefined, audio: audio !== undefined };
      return { stream, constraints, metadata: describe(stream, given) };
    });
  }

  /** Holds for previews to come, and at once for one that runs; its other kind goes on untouched. */
  set(kind: Kind, config: CameraConfig | AudioDeviceConfig): Promise<SelectedDevice[]> {
    return this.#inTurn(async () => {
      const read = kind === "video" ? wishedVideo : wishedAudio;
      const { device, ...others } = read(config, "config");
      const known =
        typeof device === "number" ? await remember(KIND[kind], device, others.argument) : device;
      const wish = { ...others, device: known };
      if (this.#stream !== null) {
        await this.#change(kind, wish);
      }
      this.#set = { ...this.#set, [kind]: wish };
      return this.selected(kind);
    });
  }

  selected(kind: Kind): SelectedDevice[] {
    const track = this.#sources[kind]?.track;
    const { device } = this.#set[kind];
    if (track !== undefined) {
      const { deviceId = "" } = track.getSettings();
      return [{ label: track.label, kind: KIND[kind], deviceId }];
    }
    return this.#stream === null && typeof device === "object"
      ? [{ label: device.label, kind: KIND[kind], deviceId: device.deviceId }]
      : [];
  }

  /** Ends capturing and mixing; the element is left empty. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#stream === null) {
        throw new RtcError(ErrorCode.NotAllowedNow, "There is no preview to stop");
      }
      await this.#stop();
    });
  }

  /** Holds for previews to come as well; of a mix, it mutes the microphone's part. */
  mute(kind: Kind, mute: boolean): void {
    this.#muted = { ...this.#muted, [kind]: mute };
    const source = this.#sources[kind];
    if (source !== undefined) {
      source.track.enabled = !mute;
    }
  }

  /** Mixes sound in; resolves when it is being sent, or is only waiting for people to touch the page. */
  async inject(config: InjectionConfig): Promise<Injection> {
    const tracks = tracksToInject(config);
    const [mix, remove] = await this.#inTurn(async () => {
      if (this.#stream === null) {
        const text = "There is no preview to mix into; start one first";
        throw new RtcError(ErrorCode.NotAllowedNow, text);
      }
      this.#mix ??= this.#startMix();
      return [this.#mix, this.#mix.add(tracks)] as const;
    });
    if (await mix.started(MIX_RUNS_WITHIN_MS)) {
      await this.#compose();
    } else {
      const text = "The browser mixes no sound in before someone clicks into the page";
      this.#observer.notice(new RtcError(ErrorCode.NotAllowedNow, text));
    }
    return { remove };
  }

  async #start(config: PreviewConfig): Promise<PreviewData> {
    const wishes = wishedPreview(config, this.#set);
    const place = placeOf(config);
    const video = await this.#constraints("video", wishes.video);
    const audio = await this.#constraints("audio", wishes.audio);
    const sound = goesOn(this.#sources.audio, audio) ? this.#sources.audio : undefined;
    const screen = wishes.video.screen ?? false;
    const request = { constraints: { video, audio: sound === undefined && audio }, screen };
    const captured = await captureBeside(request, () =>
      this.#makeRoom(sound === undefined ? ["video", "audio"] : ["video"]),
    );
    const of = (kind: Kind) => captured.find(({ track }) => track.kind === kind);
    const stream = await this.#exchange({ video: of("video"), audio: sound ?? of("audio") });
    this.#stage.show(stream, place);
    return { stream, constraints: { video, audio }, metadata: describe(stream) };
  }

  /** If there are not both, one will do; who was refused by people does not ask them again. */
  async #startAny(): Promise<PreviewData> {
    try {
      return await this.#start({});
    } catch (cause) {
      const why = RtcError.from(cause, ErrorCode.GetUserMediaFailed);
      const refused = why.code === ErrorCode.NoTracks || why.userinfo.cause === "NotAllowedError";
      for (const without of refused ? [] : WITHOUT_ONE) {
        try {
          const data = await this.#start(without);
          this.#observer.notice(why);
          return data;
        } catch {
          // Then the other one, or none.
        }
      }
      throw why;
    }
  }

  async #stop(): Promise<void> {
    const before = Object.values(this.#sources);
    this.#mix?.close();
    this.#mix = null;
    this.#stream = null;
    this.#sources = {};
    this.#borrowed = false;
    this.#stage.clear();
    try {
      await this.#observer.changed(new MediaStream());
    } finally {
      release(before);
    }
  }

  #startMix(): Mix {
    const mix = new Mix(() => void this.#compose().catch(() => undefined));
    mix.speak(this.#sources.audio?.track);
    return mix;
  }

  async #change(kind: Kind, wish: Wish): Promise<void> {
    const constraints = await this.#constraints(kind, wish);
    if (
      constraints === false &&
      this.#sources[kind === "video" ? "audio" : "video"] === undefined
    ) {
      throw nothing();
    }
    const request = { constraints: { [kind]: constraints }, screen: false };
    const [source] = await captureBeside(request, () => this.#makeRoom([kind]));
    await this.#exchange({ [kind]: source });
  }

  #constraints(kind: Kind, wish: Wish): Promise<boolean | MediaTrackConstraints> {
    return constraintsOf(KIND[kind], wish, (why) => this.#observer.notice(why));
  }

  #makeRoom(kinds: Kind[]): boolean {
    const old = kinds.map((kind) => this.#sources[kind]);
    release(old);
    return old.some((source) => source?.own);
  }

  /** Changes over; what is out of use is stopped only when the new tracks are being sent. */
  async #exchange(next: Partial<Record<Kind, Source | undefined>>): Promise<MediaStream> {
    const before = Object.values(this.#sources);
    this.#sources = { ...this.#sources, ...next };
    const after = Object.values(this.#sources);
    for (const source of after) {
      if (source !== undefined && !before.includes(source)) {
        this.#adopt(source);
      }
    }
    this.#mix?.speak(this.#sources.audio?.track);
    this.#stream ??= new MediaStream();
    try {
      await this.#sendAnew(this.#stream);
    } finally {
      release(before.filter((source) => !after.includes(source)));
    }
    return this.#stream;
  }

  #adopt(source: Source): void {
    const kind = source.track.kind as Kind;
    this.mute(kind, this.#muted[kind]);
    source.track.addEventListener("ended", () => {
      if (this.#sources[kind] === source) {
        this.#observer.ended(source);
        this.#inTurn(() => this.#drop(source)).catch(() => undefined);
      }
    });
  }

  /** An ended track is taken out, so that what is sent instead is known. */
  async #drop(source: Source): Promise<void> {
    const kind = source.track.kind as Kind;
    if (this.#sources[kind] === source) {
      await this.#exchange({ [kind]: undefined });
    }
  }

  /** Puts the tracks that are to be sent into the stream: the mix's if it runs, instead of the microphone's. */
  async #sendAnew(stream: MediaStream): Promise<void> {
    const sound = this.#mix?.running ? this.#mix.track : this.#sources.audio?.track;
    const tracks = [this.#sources.video?.track, sound].filter((track) => track !== undefined);
    // A stream that has no track for a moment counts as ended, so the new ones come first.
    for (const track of tracks) {
      stream.addTrack(track);
    }
    for (const track of stream.getTracks()) {
      if (!tracks.includes(track)) {
        stream.removeTrack(track);
      }
    }
    await this.#observer.changed(stream);
  }

  /** The mix began or ceased to run. */
  #compose(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#stream !== null) {
        await this.#sendAnew(this.#stream);
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Whether what is being captured is just what is asked for. */
function goesOn(source: Source | undefined, constraints: boolean | MediaTrackConstraints): boolean {
  return (
    source?.own === true &&
    source.track.readyState === "live" &&
    !source.track.muted &&
    JSON.stringify(source.constraints) === JSON.stringify(constraints)
  );
}

function describe(
  stream: MediaStream,
  told: Pick<CameraConfig, "width" | "height" | "framerate"> = {},
): PreviewData["metadata"] {
  const [video] = stream.getVideoTracks();
  const settings = video?.getSettings() ?? {};
  return {
    width: settings.width ?? told.width ?? 0,
    height: settings.height ?? told.height ?? 0,
    framerate: settings.frameRate ?? told.framerate ?? 0,
    hasAudio: stream.getAudioTracks().length > 0,
    hasVideo: video !== undefined,
  };
}
