import { byId } from "../dom";

const SHOWN_MS = 6000;
const PROBLEM_SHOWN_MS = 12000;
const MOST = 2;

/** Short sentences over the pictures that go away by themselves. They are read out, too. */
export class Notices {
  readonly #place = byId("notices", HTMLElement);

  say(sentence: string, kind: "news" | "bad" = "news"): void {
    this.#add(sentence, kind, kind === "bad" ? PROBLEM_SHOWN_MS : SHOWN_MS);
    const shown = this.#place.querySelectorAll("p:not(.hidden)");
    for (const old of [...shown].slice(0, -MOST)) {
      old.remove();
    }
  }

  /** Read out only: who sees the page sees it. */
  whisper(sentence: string): void {
    this.#add(sentence, "hidden", SHOWN_MS);
  }

  clear(): void {
    this.#place.replaceChildren();
  }

  #add(sentence: string, kind: string, shownMs: number): void {
    if ([...this.#place.children].some((notice) => notice.textContent === sentence)) {
      return;
    }
    const notice = document.createElement("p");
    notice.className = kind;
    notice.textContent = sentence;
    this.#place.append(notice);
    setTimeout(() => notice.remove(), shownMs);
  }
}
