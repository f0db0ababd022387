import { copy } from "../copy";
import { byId } from "../dom";
import type { Info } from "../info";
import { keep, kept } from "../kept";
import { inventName, isStreamName } from "../stream-name";

const KEPT_AS = "stream-name";

/** The first destination: a name at the server's own ingest, or any RTMP address; and where it can be watched. */
export class Destination {
  readonly #name = byId("stream-name", HTMLInputElement);
  readonly #newName = byId("new-name", HTMLButtonElement);
  readonly #hint = byId("name-hint", HTMLElement);
  readonly #output = byId("output", HTMLInputElement);
  readonly #outputHint = byId("output-hint", HTMLElement);
  readonly #share = byId("share", HTMLElement);
  readonly #link = byId("watch-link", HTMLAnchorElement);
  readonly #known: Promise<void>;
  /** The server's own; null if it has none, undefined until that is known. */
  #ingest: string | null | undefined;

  constructor(info: Promise<Info>) {
    this.#known = info.then((known) => this.#learn(known));
    this.#name.value = kept(KEPT_AS) ?? inventName();
    this.#name.addEventListener("input", () => this.#changed());
    this.#output.addEventListener("input", () => this.#changed());
    this.#newName.addEventListener("click", () => {
      this.#name.value = inventName();
      this.#changed();
    });
    byId("copy", HTMLButtonElement).addEventListener("click", () => void this.#copy());
    this.#changed();
  }

  get name(): string {
    return this.#name.value.trim();
  }

  /** The RTMP address to send to, as it is now. */
  get address(): string {
    return this.#output.value.trim() || `${this.#ingest ?? ""}/${this.name}`;
  }

  /** The server's own ingest; null if it has none, or none is known yet. */
  get ingest(): string | null {
    return this.#ingest ?? null;
  }

  /** The RTMP address to send to, or null: then the field that is wrong is marked and has the focus. */
  async take(): Promise<string | null> {
    await this.#known;
    const wrong = this.#mark();
    if (wrong !== null) {
      byId("advanced", HTMLDetailsElement).open ||= wrong === this.#output;
      wrong.focus();
      return null;
    }
    return this.address;
  }

  /** While on air nothing of it can be changed. */
  lock(locked: boolean): void {
    for (const field of [this.#name, this.#newName, this.#output]) {
      field.disabled = locked;
    }
  }

  #learn({ ingest }: Info): void {
    this.#ingest = ingest;
    if (ingest === null) {
      byId("advanced", HTMLDetailsElement).open = true;
      this.#outputHint.textContent = "This server has no ingest of its own: say where to send to.";
    }
    this.#changed();
  }

  #changed(): void {
    const own = this.#output.value.trim() === "" && this.#ingest !== null;
    const path = `/watch/${encodeURIComponent(this.name)}`;
    this.#share.hidden = !own;
    this.#link.href = path;
    this.#link.textContent = path;
    if (this.#mark() === null) {
      keep(KEPT_AS, this.name);
    }
  }

  /** Marks what is wrong; gives the first such field. */
  #mark(): HTMLInputElement | null {
    const output = this.#output.value.trim();
    const nameOk = isStreamName(this.name);
    const outputOk =
      output === "" ? this.#ingest !== null : /^rtmps?:\/\/[^/\s]+\/\S/i.test(output);
    mark(this.#name, this.#hint, nameOk);
    mark(this.#output, this.#outputHint, outputOk || output === "");
    return nameOk ? (outputOk ? null : this.#output) : this.#name;
  }

  async #copy(): Promise<void> {
    const told = byId("copied", HTMLElement);
    told.textContent = await copy(this.#link.href);
    setTimeout(() => {
      told.textContent = "";
    }, 3000);
  }
}

/** Says of a field whether it is right; its hint tells what is. */
export function mark(field: HTMLInputElement, hint: HTMLElement, ok: boolean): void {
  field.setAttribute("aria-invalid", String(!ok));
  hint.classList.toggle("bad", !ok);
}
