import { byId, fromTemplate, part } from "../dom";
import { showFace } from "./face";
import { mayCrop } from "./layout";

/** What a tile shows of somebody. */
export interface Shown {
  name: string;
  /** Follows the name: (you) */
  note: string;
  /** In the middle; empty where the picture says it all. */
  word: string;
  audioMuted: boolean;
  /** null: letters stand in the picture's place. */
  stream: MediaStream | null;
  hasPicture: boolean;
  mirrored: boolean;
  /** A shared screen is shown whole; undefined: its shape decides. */
  whole: boolean | undefined;
  /** calling, connecting, active, weak, ended, or own. */
  state: string;
}

/** One picture with its name. */
export class Tile {
  readonly element = fromTemplate("tile-template");
  readonly #video = part(this.element, "picture", HTMLVideoElement);
  readonly #face = part(this.element, "face", HTMLElement);
  readonly #name = part(this.element, "name", HTMLElement);
  readonly #note = part(this.element, "note", HTMLElement);
  readonly #word = part(this.element, "word", HTMLElement);
  readonly #muted = part(this.element, "muted", SVGSVGElement);
  readonly #full = part(this.element, "full", HTMLButtonElement);
  #whole: boolean | undefined;

  /** @param silent one's own voice must not come back */
  constructor(silent: boolean) {
    this.#video.muted = silent;
    this.#video.addEventListener("resize", () => this.#fit());
    this.#full.addEventListener("click", () => void this.#fullScreen());
  }

  show(shown: Shown): void {
    this.element.dataset["state"] = shown.state;
    this.#name.textContent = shown.name;
    this.#note.textContent = shown.note;
    this.#word.textContent = shown.word;
    this.#word.hidden = shown.word === "";
    this.#muted.classList.toggle("shown", shown.audioMuted);
    this.#muted.setAttribute("aria-hidden", String(!shown.audioMuted));
    showFace(this.#face, shown.name);
    this.#face.hidden = shown.hasPicture;
    this.#video.classList.toggle("unseen", !shown.hasPicture);
    this.#video.classList.toggle("mirrored", shown.mirrored);
    this.#video.setAttribute("aria-label", `${shown.name}’s picture`);
    this.#full.setAttribute("aria-label", `${shown.name}: full screen`);
    this.#full.hidden = !shown.hasPicture;
    this.#whole = shown.whole;
    this.#fit();
    this.#play(shown.stream);
  }

  speaks(speaks: boolean): void {
    this.element.classList.toggle("speaks", speaks);
  }

  /** Takes the tile off the page. */
  remove(): void {
    this.#video.srcObject = null;
    this.element.remove();
  }

  #play(stream: MediaStream | null): void {
    if (this.#video.srcObject !== stream) {
      this.#video.srcObject = stream;
    }
    if (stream !== null && this.#video.paused) {
      // Before the page was touched, some browsers play nothing that can be heard.
      this.#video.play().catch(({ name }: Error) => {
        if (name === "NotAllowedError") {
          byId("sound-blocked", HTMLElement).hidden = false;
        }
      });
    }
  }

  #fit(): void {
    const { videoWidth, videoHeight } = this.#video;
    const whole = this.#whole ?? (videoWidth > 0 && !mayCrop(videoWidth, videoHeight));
    this.#video.classList.toggle("whole", whole);
  }

  async #fullScreen(): Promise<void> {
    if (document.fullscreenElement === this.element) {
      await document.exitFullscreen();
    } else {
      await this.element.requestFullscreen?.().catch(() => undefined);
    }
  }
}
