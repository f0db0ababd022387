import { byId, markShape } from "../dom";
import { elapsedText, isOnAir, type StateName, WORDS } from "./states";

/** What the page shows of its state. */
export class View {
  readonly button = byId("go-live", HTMLButtonElement);
  readonly #state = byId("state", HTMLElement);
  readonly #elapsed = byId("elapsed", HTMLElement);
  readonly #message = byId("message", HTMLElement);
  readonly #cover = byId("cover", HTMLElement);
  readonly #coverText = byId("cover-text", HTMLElement);
  readonly #video = byId("preview", HTMLVideoElement);
  #liveSince: number | null = null;
  #current: StateName = "idle";

  constructor() {
    markShape(this.#video);
    setInterval(() => this.#tick(), 500);
  }

  get state(): StateName {
    return this.#current;
  }

  /** @param detail a sentence under the picture */
  show(state: StateName, detail = ""): void {
    this.#current = state;
    if (state === "connecting") {
      this.#elapsed.textContent = "";
    } else if (state === "live") {
      this.#liveSince ??= performance.now();
    }
    this.#tick();
    if (!isOnAir(state)) {
      this.#liveSince = null; // The time stands still, and is still shown once it has ended.
    }
    this.#state.dataset["state"] = state;
    this.#state.textContent = WORDS[state];
    this.#message.textContent = detail;
    this.#message.classList.toggle("bad", state === "error");
    this.#showButton(state);
  }

  /** Takes the sentence away, unless another has taken its place. */
  forget(detail: string): void {
    if (this.#message.textContent === detail) {
      this.#message.textContent = "";
    }
  }

  /** Shows the stream's picture, or in its place a sentence. */
  showPicture(stream: MediaStream | null, sentence = ""): void {
    const [track] = stream?.getVideoTracks() ?? [];
    this.#cover.hidden = track !== undefined;
    this.#coverText.textContent = sentence;
    // The camera at a phone's back shows the world, and that has a right side.
    const mirrored = track !== undefined && track.getSettings().facingMode !== "environment";
    this.#video.classList.toggle("mirrored", mirrored);
  }

  #showButton(state: StateName): void {
    const words: Partial<Record<StateName, string>> = {
      connecting: "Cancel",
      live: "Stop",
      reconnecting: "Stop",
      ended: "Go live again",
    };
    this.button.textContent = words[state] ?? "Go live";
    this.button.classList.toggle("ends", isOnAir(state));
  }

  #tick(): void {
    if (this.#liveSince !== null) {
      this.#elapsed.textContent = elapsedText(performance.now() - this.#liveSince);
    }
    const timed = isOnAir(this.#current) || this.#current === "ended";
    this.#elapsed.hidden = !timed || this.#elapsed.textContent === "";
  }
}
