import { byId } from "../dom";
import { elapsedText } from "../live/states";
import { type Listed, type Overview, overview, Refused } from "./api";
import { Details } from "./details";
import { SERVER_PLOTS } from "./figures";
import { Plot } from "./plot";
import { Poll } from "./poll";
import { Rows, tell } from "./rows";
import { StopDialog } from "./stop-dialog";
import { showTiles } from "./tiles";
import {
  bitrateText,
  lossText,
  numberText,
  outcomeText,
  publisherName,
  sizeText,
  sourceText,
  targetsText,
  worstState,
} from "./words";

const EVERY_MS = 2000;

/** The operator's view of the server; asks it every two seconds. */
export class Dashboard {
  readonly #page = byId("dashboard", HTMLElement);
  readonly #freshness = byId("freshness", HTMLElement);
  readonly #plots = SERVER_PLOTS.map((kind) => new Plot(kind));
  readonly #poll = new Poll(() => this.#ask(), EVERY_MS);
  readonly #stop = new StopDialog(() => this.#stopped());
  readonly #details = new Details((id) => this.#mark(id));
  readonly #running = this.#table("running", (row, listed) => this.#fillRunning(row, listed));
  readonly #ended = this.#table("ended", (row, listed) => this.#fillEnded(row, listed));
  readonly #refused: (cause: Refused) => void;
  #listed = new Map<string, Listed>();

  /** @param refused the operator has to sign in again, or may not look any more */
  constructor(refused: (cause: Refused) => void) {
    this.#refused = refused;
    byId("server-plots", HTMLElement).append(...this.#plots.map(({ element }) => element));
    this.#page.addEventListener("click", (event) => this.#clicked(event.target));
  }

  /** @param name the operator's; null: nobody had to sign in */
  show(name: string | null): void {
    byId("account", HTMLElement).hidden = name === null;
    byId("account-name", HTMLElement).textContent = name;
    this.#page.hidden = false;
    this.#poll.start();
  }

  hide(): void {
    this.#poll.stop();
    this.#page.hidden = true;
  }

  #table(name: "running" | "ended", fill: (row: HTMLElement, listed: Listed) => void) {
    const body = byId(`${name}-rows`, HTMLElement);
    return new Rows<Listed>(body, `${name}-row`, ({ id }) => id, fill);
  }

  async #ask(): Promise<void> {
    try {
      const [now] = await Promise.all([overview(), this.#details.refresh()]);
      this.#show(now);
      this.#fresh("live", "Live");
    } catch (cause) {
      if (cause instanceof Refused && (cause.status === 401 || cause.status === 403)) {
        this.#refused(cause);
      } else {
        this.#fresh("reconnecting", "The server does not answer. Trying again…");
      }
    }
  }

  #fresh(state: string, words: string): void {
    this.#page.classList.toggle("stale", state !== "live");
    this.#freshness.dataset["state"] = state;
    if (this.#freshness.textContent !== words) {
      this.#freshness.textContent = words;
    }
  }

  #show({ server, running, ended }: Overview): void {
    this.#listed = new Map([...running, ...ended].map((listed) => [listed.id, listed]));
    showTiles(server, running);
    for (const plot of this.#plots) {
      plot.show(server.history);
    }
    this.#running.show(running);
    this.#ended.show(ended);
    byId("running", HTMLElement).hidden = running.length === 0;
    byId("running-empty", HTMLElement).hidden = running.length > 0;
    byId("ended", HTMLElement).hidden = ended.length === 0;
    byId("ended-empty", HTMLElement).hidden = ended.length > 0;
    this.#mark(this.#details.id);
  }

  #fillRunning(row: HTMLElement, listed: Listed): void {
    const { latest, targets } = listed;
    const name = publisherName(listed.publisher);
    tell(row, "open", name);
    tell(row, "source", sourceText(listed));
    tell(row, "time", elapsedText(listed.duration));
    tell(row, "in", bitrateText(latest["in"]));
    tell(row, "out", bitrateText(latest["out"]));
    tell(row, "framerate", numberText(latest["framerate"]));
    tell(row, "lost", lossText(listed));
    tell(row, "chip", targetsText(targets));
    row.querySelector(".chip")?.setAttribute("data-state", worstState(targets));
    tell(row, "of", ` the broadcast of ${name}`);
  }

  #fillEnded(row: HTMLElement, listed: Listed): void {
    const end = new Date(Date.parse(listed.start) + listed.duration);
    tell(row, "open", publisherName(listed.publisher));
    tell(row, "source", sourceText(listed));
    tell(row, "at", end.toLocaleTimeString());
    row.querySelector("time")?.setAttribute("datetime", end.toISOString());
    tell(row, "lasted", elapsedText(listed.duration));
    tell(row, "sent", sizeText(listed.targets.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6));
    tell(row, "outcome", outcomeText(listed));
    row.querySelector(".outcome")?.classList.toggle("bad", listed.error !== undefined);
  }

  #clicked(target: EventTarget | null): void {
    const button = target instanceof Element ? target.closest("button") : null;
    const id = button?.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? "";
    const listed = this.#listed.get(id);
    if (listed === undefined) {
      return;
    }
    if (button?.classList.contains("stop")) {
      this.#stop.ask(listed);
    } else if (this.#details.id === id) {
      this.#details.close();
    } else {
      this.#details.open(id).catch(() => void this.#poll.now()); // which tells what is wrong
    }
  }

  /** The row is gone by now: the reader goes on at what is left. */
  #stopped(): void {
    void this.#poll.now().then(() => {
      const next = document.querySelector<HTMLElement>("#running-rows .stop");
      (next ?? byId("running-title", HTMLElement)).focus();
    });
  }

  #mark(chosen: string | null): void {
    for (const row of this.#page.querySelectorAll<HTMLElement>("[data-key]")) {
      row
        .querySelector(".open")
        ?.setAttribute("aria-expanded", String(row.dataset["key"] === chosen));
    }
  }
}
