import { byId, fromTemplate, part } from "../dom";
import type { BroadcastStatusData } from "../rtc-user";
import { CONNECTING, countdown, someLive, type TargetState, targetState } from "./target-states";
import { videoText } from "./wishes";

/** Tells of each destination how it is doing, where there are several, or where the server makes another stream of it. */
export class TargetList {
  readonly #list = byId("targets", HTMLElement);
  #states: TargetState[] = [];

  constructor() {
    setInterval(() => this.#count(), 500);
  }

  get someLive(): boolean {
    return someLive(this.#states);
  }

  get several(): boolean {
    return this.#states.length > 1;
  }

  /** @param names of all destinations, as people call them */
  begin(names: readonly string[]): void {
    this.#states = names.map(() => CONNECTING);
    this.#list.replaceChildren(
      ...names.map((name, index) => {
        const element = fromTemplate("target");
        part(element, "number", HTMLElement).textContent = String(index + 1);
        part(element, "name", HTMLElement).textContent = name;
        return element;
      }),
    );
    for (const index of names.keys()) {
      this.#show(index, CONNECTING);
    }
    this.#list.hidden = !this.several;
  }

  told(status: BroadcastStatusData): void {
    const index = (status.target ?? 0) - 1;
    const element = this.#list.children.item(index);
    if (status.video !== undefined && element !== null) {
      part(element, "how", HTMLElement).textContent = videoText(status.video);
      this.#list.hidden &&= status.video.mode === "passthrough";
    }
    const state = targetState(status, performance.now());
    if (state !== null && this.#states[index] !== undefined) {
      this.#states[index] = state;
      this.#show(index, state);
    }
  }

  end(): void {
    this.#list.hidden = true;
    this.#states = [];
  }

  #show(index: number, { name, words }: TargetState): void {
    const element = this.#list.children.item(index);
    if (element instanceof HTMLElement) {
      element.dataset["state"] = name;
      part(element, "words", HTMLElement).textContent = words;
      this.#count();
    }
  }

  #count(): void {
    for (const [index, state] of this.#states.entries()) {
      const element = this.#list.children.item(index);
      if (element !== null) {
        part(element, "countdown", HTMLElement).textContent = countdown(state, performance.now());
      }
    }
  }
}
