import { fromTemplate, part } from "../dom";
import { mark } from "./destination";
import { inShort, type Wishes, wrongField } from "./wishes";

const FIELDS = ["video", "bitrate", "framerate", "lines", "sound", "icecast"] as const;

const VIDEO_HINTS: Record<Wishes["video"], string> = {
  h264: "As your browser encodes it. Any other codec is transcoded to H.264.",
  any: "Where the ingest takes it (Enhanced RTMP), the sound as Opus, too. Else it is transcoded to H.264.",
  transcode: "The server makes another stream of it, at a constant bitrate.",
};

/** How one destination gets video and sound; closed, and as usual, until somebody cares. */
export class StreamForm {
  readonly element = fromTemplate("stream-form");
  readonly #inShort = part(this.element, "in-short", HTMLElement);
  readonly #rates = part(this.element, "rates", HTMLElement);
  readonly #video = part(this.element, "video", HTMLSelectElement);
  readonly #bitrate = part(this.element, "bitrate", HTMLInputElement);
  readonly #framerate = part(this.element, "framerate", HTMLInputElement);
  readonly #lines = part(this.element, "lines", HTMLSelectElement);
  readonly #sound = part(this.element, "sound", HTMLSelectElement);
  readonly #icecast = part(this.element, "icecast", HTMLInputElement);

  constructor(changed: () => void) {
    this.element.addEventListener("input", () => {
      this.#show(null);
      changed();
    });
    this.#show(null);
  }

  get wishes(): Wishes {
    return {
      video: this.#video.value as Wishes["video"],
      bitrate: this.#bitrate.value.trim(),
      framerate: this.#framerate.value.trim(),
      lines: this.#lines.value,
      icecast: this.#sound.value === "icecast" ? this.#icecast.value.trim() : null,
    };
  }

  /** Of the destination, from 1: labels and hints belong to their fields. */
  number(number: number): void {
    for (const name of FIELDS) {
      const id = `${name}-${number}`;
      const field = part(this.element, name, HTMLElement);
      field.id = id;
      field.setAttribute("aria-describedby", `${id}-hint`);
      part(this.element, `${name}-label`, HTMLLabelElement).htmlFor = id;
      part(this.element, `${name}-hint`, HTMLElement).id = `${id}-hint`;
    }
  }

  /** Whether all of it can be so; if not, the field that is wrong is marked and has the focus. */
  check(): boolean {
    const wrong = wrongField(this.wishes);
    this.#show(wrong);
    if (wrong !== null) {
      const field = part(this.element, wrong, HTMLInputElement);
      // What is folded away takes no focus.
      for (
        let at = field.closest("details");
        at;
        at = at.parentElement?.closest("details") ?? null
      ) {
        at.open = true;
      }
      field.focus();
    }
    return wrong === null;
  }

  lock(locked: boolean): void {
    for (const name of FIELDS) {
      const field = part(this.element, name, HTMLElement);
      field.toggleAttribute("disabled", locked);
    }
  }

  /** For a server without transcoders. */
  passOnly(): void {
    for (const option of this.#video.options) {
      option.disabled = option.value === "transcode";
    }
  }

  #show(wrong: string | null): void {
    const { wishes } = this;
    this.#rates.hidden = wishes.video !== "transcode";
    part(this.element, "icecast-field", HTMLElement).hidden = wishes.icecast === null;
    part(this.element, "video-hint", HTMLElement).textContent = VIDEO_HINTS[wishes.video];
    this.#inShort.textContent = inShort(wishes);
    for (const name of ["bitrate", "framerate", "icecast"]) {
      const field = part(this.element, name, HTMLInputElement);
      mark(field, part(this.element, `${name}-hint`, HTMLElement), wrong !== name);
    }
  }
}
