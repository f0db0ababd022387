import { byId } from "../dom";
import { showFace } from "./face";
import type { Person } from "./person";

/** How many more calls wait, in words; empty if none does. */
export function waitingWords(more: number): string {
  return more < 1 ? "" : more === 1 ? "1 more call is waiting" : `${more} more calls are waiting`;
}

/**
 * The question whether to answer. It takes the focus, but as a whole: a key that was meant for something else neither
 * answers nor declines.
 */
export class Incoming {
  readonly #dialog = byId("incoming", HTMLElement);
  readonly #name = byId("incoming-name", HTMLElement);
  #shown: string | null = null;
  #before: Element | null = null;

  /** @param decide told the caller's id and whether the call was answered */
  constructor(decide: (id: string, answered: boolean) => void) {
    const button = (id: string, answered: boolean) =>
      byId(id, HTMLButtonElement).addEventListener("click", () => {
        if (this.#shown !== null) {
          decide(this.#shown, answered);
        }
      });
    button("answer", true);
    button("decline", false);
  }

  /** Shows the first of those who ring. */
  show(ringing: readonly Person[]): void {
    const [first] = ringing;
    byId("incoming-more", HTMLElement).textContent = waitingWords(ringing.length - 1);
    if (first === undefined) {
      this.#hide();
      return;
    }
    if (this.#shown === first.id) {
      return;
    }
    const opens = this.#shown === null;
    this.#shown = first.id;
    this.#name.textContent = first.name;
    showFace(byId("incoming-face", HTMLElement), first.name);
    if (opens) {
      this.#before = document.activeElement;
      this.#dialog.showPopover();
    }
    this.#dialog.focus();
  }

  #hide(): void {
    if (this.#shown === null) {
      return;
    }
    this.#shown = null;
    const here = document.activeElement;
    const mine = here === null || here === document.body || this.#dialog.contains(here);
    this.#dialog.hidePopover();
    if (mine) {
      const back = this.#before instanceof HTMLElement && this.#before.checkVisibility();
      const place = back ? this.#before : document.querySelector("#bar button:enabled");
      (place as HTMLElement | null)?.focus();
    }
  }
}
