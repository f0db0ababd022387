import { byId } from "../dom";

const SHOWN_MS = 6000;
const PROBLEM_SHOWN_MS = 12000;
const MOST = 4;

/** Short sentences over the pictures, read out as well, that go away by themselves. */
export class Notices {
  readonly #place = byId("notices", HTMLElement);

  say(sentence: string, bad = false): void {
    if ([...this.#place.children].some((notice) => notice.textContent === sentence)) {
      return;
    }
    const notice = document.createElement("p");
    notice.classList.toggle("bad", bad);
    notice.dir = "auto";
    notice.textContent = sentence;
    this.#place.append(notice);
    if (this.#place.childElementCount > MOST) {
      this.#place.firstElementChild?.remove();
    }
    setTimeout(() => notice.remove(), bad ? PROBLEM_SHOWN_MS : SHOWN_MS);
  }

  clear(): void {
    this.#place.replaceChildren();
  }
}
