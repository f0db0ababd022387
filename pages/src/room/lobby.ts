import { Level } from "../devices/level";
import { byId, markShape } from "../dom";
import { keep, kept } from "../kept";
import type { OwnMedia } from "./own-media";
import { cleanName } from "./room-name";

const KEPT_AS = "user-name";
const SILENCE = new MediaStream();

/** Before the room: one's own name, a look at oneself, and the door. */
export class Lobby {
  readonly #place = byId("lobby", HTMLElement);
  readonly #name = byId("user-name", HTMLInputElement);
  readonly #enter = byId("enter", HTMLButtonElement);
  readonly #message = byId("lobby-message", HTMLElement);
  readonly #cover = byId("cover", HTMLElement);
  readonly #coverText = byId("cover-text", HTMLElement);
  readonly #askAgain = byId("ask-again", HTMLButtonElement);
  readonly #preview = byId("preview", HTMLVideoElement);
  readonly #level = new Level(byId("level", SVGRectElement));

  constructor(room: string, enter: () => void, askAgain: () => void) {
    byId("lobby-name", HTMLElement).textContent = room;
    markShape(this.#preview);
    this.#name.value = cleanName(kept(KEPT_AS) ?? "");
    byId("enter-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      enter();
    });
    this.#askAgain.addEventListener("click", askAgain);
  }

  /** One's own name; empty if it must be given first, and then the field has the focus. */
  takeName(): string {
    const name = cleanName(this.#name.value);
    this.#name.setAttribute("aria-invalid", String(name === ""));
    if (name === "") {
      this.tell("Please say who you are first.", true);
      this.#name.focus();
    } else {
      keep(KEPT_AS, name);
    }
    return name;
  }

  /** @param visible false: one is in the room */
  show(visible: boolean): void {
    this.#place.hidden = !visible;
    if (visible) {
      this.busy(false);
    } else {
      this.#level.listen(SILENCE);
    }
  }

  focus(): void {
    (this.#name.value === "" ? this.#name : this.#enter).focus();
  }

  tell(sentence: string, bad = false): void {
    this.#message.textContent = sentence;
    this.#message.classList.toggle("bad", bad);
  }

  busy(busy: boolean): void {
    this.#enter.disabled = busy;
    this.#enter.textContent = busy ? "Entering…" : "Enter";
  }

  /** @param why what stands in the picture's place if there is none */
  showPicture(media: OwnMedia, why: string): void {
    this.#preview.classList.toggle("mirrored", media.mirrored);
    this.#cover.hidden = media.visible;
    this.#askAgain.hidden = media.stream !== null;
    this.#coverText.textContent = media.videoMuted ? "Your camera is off." : why;
    this.#level.listen(
      this.#place.hidden || media.audioMuted ? SILENCE : (media.stream ?? SILENCE),
    );
  }
}
