import { byId } from "../dom";
import { elapsedText } from "../live/states";
import { videoText } from "../live/wishes";
import type { TargetReport } from "../rtc-user";
import { broadcast, Refused, type Shown } from "./api";
import { BROADCAST_PLOTS } from "./figures";
import { Plot } from "./plot";
import { Rows, tell } from "./rows";
import { eventText, outcomeText, publisherName, sizeText, sourceText, stateName } from "./words";

/** All that is known of one broadcast. */
export class Details {
  readonly #panel = byId("broadcast", HTMLElement);
  readonly #title = byId("broadcast-title", HTMLElement);
  readonly #state = byId("broadcast-state", HTMLElement);
  readonly #plotArea = byId("broadcast-plots", HTMLElement);
  readonly #events = byId("events", HTMLElement);
  readonly #targets = new Rows<TargetReport>(
    byId("target-rows", HTMLElement),
    "target-row",
    ({ target }) => String(target),
    fillTarget,
  );
  readonly #chosen: (id: string | null) => void;
  #plots: Plot[] = [];
  #id: string | null = null;

  /** @param chosen told which broadcast is shown, whenever that changes */
  constructor(chosen: (id: string | null) => void) {
    this.#chosen = chosen;
    byId("broadcast-close", HTMLButtonElement).addEventListener("click", () => this.close());
  }

  get id(): string | null {
    return this.#id;
  }

  /** Shows that one, and leads the reader there. */
  async open(id: string): Promise<void> {
    this.#clear();
    this.#id = id;
    this.#chosen(id);
    await this.refresh();
    if (this.#id === id) {
      this.#title.focus();
      this.#panel.scrollIntoView({ block: "nearest" });
    }
  }

  close(): void {
    const id = this.#id;
    this.#clear();
    this.#chosen(null);
    // Back to where the reader came from.
    document.querySelector<HTMLElement>(`[data-key="${id}"] .open`)?.focus();
  }

  #clear(): void {
    this.#id = null;
    this.#panel.hidden = true;
    for (const plot of this.#plots) {
      plot.remove();
    }
    this.#plots = [];
  }

  /** Asks for the present state of the one that is shown; rejects only if the server does not answer. */
  async refresh(): Promise<void> {
    const id = this.#id;
    if (id === null) {
      return;
    }
    try {
      const shown = await broadcast(id);
      if (this.#id === id) {
        this.#show(shown);
      }
    } catch (cause) {
      if (cause instanceof Refused && cause.status === 404) {
        this.close(); // It ended so long ago that it is forgotten.
      } else {
        throw cause;
      }
    }
  }

  #show(shown: Shown): void {
    this.#panel.hidden = false;
    this.#title.textContent = publisherName(shown.publisher);
    const started = new Date(shown.start).toLocaleTimeString();
    this.#state.textContent =
      shown.state === "running"
        ? `${sourceText(shown)} · running for ${elapsedText(shown.duration)}, since ${started}`
        : `${sourceText(shown)} · ${outcomeText(shown)}, after ${elapsedText(shown.duration)}`;
    if (this.#plots.length === 0) {
      this.#plots = BROADCAST_PLOTS.map((kind) => new Plot(kind));
      this.#plotArea.append(...this.#plots.map(({ element }) => element));
    }
    for (const plot of this.#plots) {
      plot.show(shown.history);
    }
    this.#targets.show(shown.targets);
    this.#tellEvents(shown);
  }

  #tellEvents({ events, targets }: Shown): void {
    const all = [
      ...events.map((event) => ({ ...event, of: "" })),
      ...targets.flatMap(({ target, events: its }) =>
        its.map((event) => ({ ...event, of: targets.length > 1 ? `Target ${target}: ` : "" })),
      ),
    ].sort((one, other) => one.at - other.at);
    if (this.#events.childElementCount === all.length) {
      return;
    }
    this.#events.replaceChildren(
      ...all.map((event) => {
        const item = document.createElement("li");
        const time = document.createElement("span");
        time.className = "muted";
        time.textContent = elapsedText(event.at);
        item.append(time, ` ${event.of}${eventText(event)}`);
        return item;
      }),
    );
  }
}

function fillTarget(row: HTMLElement, target: TargetReport): void {
  const { state, error, video } = target;
  tell(row, "output", `${target.output}/${target.streamname}`);
  tell(row, "how", video ? videoText(video) : "");
  tell(row, "chip", stateName(state));
  row.querySelector(".chip")?.setAttribute("data-state", state);
  tell(row, "why", state === "broadcasting" || error === undefined ? "" : error);
  tell(row, "sent", sizeText(target.bytes / 1e6));
  tell(row, "frames", (target.videoFrames + target.audioFrames).toLocaleString("en"));
  tell(row, "dropped", target.dropped.toLocaleString("en"));
  tell(row, "retries", target.retries.toLocaleString("en"));
}
