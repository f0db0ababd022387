import { byId } from "../dom";
import { type Listed, Refused, stopBroadcast } from "./api";
import { counted, publisherName } from "./words";

/** Asks once more, then stops a broadcast. */
export class StopDialog {
  readonly #dialog = byId("stop", HTMLDialogElement);
  readonly #title = byId("stop-title", HTMLElement);
  readonly #what = byId("stop-what", HTMLElement);
  readonly #problem = byId("stop-problem", HTMLElement);
  readonly #go = byId("stop-go", HTMLButtonElement);
  readonly #stopped: () => void;
  #id = "";

  constructor(stopped: () => void) {
    this.#stopped = stopped;
    byId("stop-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#stop();
    });
    byId("stop-cancel", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
  }

  ask({ id, publisher, targets }: Listed): void {
    this.#id = id;
    this.#title.textContent = `Stop the broadcast of ${publisherName(publisher)}?`;
    this.#what.textContent = `It ends at ${counted(targets.length, "target")}. The publisher is told that the operator stopped it.`;
    this.#problem.textContent = "";
    this.#busy(false);
    this.#dialog.showModal();
  }

  async #stop(): Promise<void> {
    this.#busy(true);
    try {
      await stopBroadcast(this.#id);
    } catch (cause) {
      if (!(cause instanceof Refused && cause.status === 404)) {
        this.#busy(false);
        this.#problem.textContent =
          cause instanceof Refused ? cause.message : "The server does not answer.";
        return;
      }
      // It has ended by itself meanwhile.
    }
    this.#dialog.close();
    this.#stopped();
  }

  #busy(busy: boolean): void {
    this.#go.disabled = busy;
    this.#go.textContent = busy ? "Stopping…" : "Stop broadcast";
  }
}
