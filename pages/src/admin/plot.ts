import uPlot from "uplot";
import { fromTemplate, part } from "../dom";
import type { History } from "./api";
import { latestOf, type PlotKind, span, summary, top, valuesOf } from "./figures";

const HEIGHT = 148;
/** Seconds between two times on the axis. */
const MINUTES = [60, 120, 300, 600];
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** One picture of figures over time, with a legend that tells the latest, or what is pointed at. */
export class Plot {
  readonly element = fromTemplate("plot");
  readonly #kind: PlotKind;
  readonly #legend = part(this.element, "legend", HTMLElement);
  readonly #when = part(this.element, "when", HTMLElement);
  readonly #canvas = part(this.element, "canvas", HTMLElement);
  readonly #values: HTMLElement[];
  readonly #sizes = new ResizeObserver(() => this.#fit());
  readonly #redraw = () => this.#draw(true);
  #plot: uPlot | null = null;
  #history: History | null = null;

  constructor(kind: PlotKind) {
    this.#kind = kind;
    part(this.element, "title", HTMLElement).textContent = kind.title;
    this.#values = kind.lines.map(({ label }) => this.#legendEntry(label));
    this.#sizes.observe(this.#canvas);
    DARK.addEventListener("change", this.#redraw);
  }

  show(history: History): void {
    const before = this.#history;
    this.#history = history;
    if (before?.at.at(-1) !== history.at.at(-1) || this.#plot === null) {
      this.#draw(false);
    }
  }

  /** Takes it from the page for good. */
  remove(): void {
    this.#sizes.disconnect();
    DARK.removeEventListener("change", this.#redraw);
    this.#plot?.destroy();
    this.element.remove();
  }

  #legendEntry(label: string): HTMLElement {
    const entry = document.createElement("span");
    const value = document.createElement("b");
    entry.className = "entry";
    entry.append(`${label} `, value);
    this.#legend.append(entry);
    return value;
  }

  #draw(anew: boolean): void {
    const history = this.#history;
    if (history === null) {
      return;
    }
    this.#canvas.setAttribute("aria-label", summary(this.#kind, history));
    this.#tell(null);
    const data = this.#data(history);
    if (anew) {
      this.#plot?.destroy();
      this.#plot = null;
    }
    if (this.#plot === null) {
      const width = this.#canvas.clientWidth;
      if (width > 0) {
        this.#plot = new uPlot(this.#options(width), data, this.#canvas);
      }
    } else {
      this.#plot.setData(data);
    }
  }

  #data(history: History): uPlot.AlignedData {
    const { lines } = this.#kind;
    return [
      history.at.map((ms) => ms / 1000),
      ...lines.map(({ figure }) => [...valuesOf(history, figure)]),
    ];
  }

  #fit(): void {
    const width = this.#canvas.clientWidth;
    if (this.#plot === null) {
      this.#draw(false);
    } else if (width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }

  /** @param row which one; null: the latest */
  #tell(row: number | null): void {
    const history = this.#history;
    if (history === null) {
      return;
    }
    for (const [index, { figure }] of this.#kind.lines.entries()) {
      const value =
        row === null ? latestOf(history, figure) : (valuesOf(history, figure)[row] ?? null);
      const element = this.#values[index];
      if (element) {
        element.textContent = this.#kind.text(value);
      }
    }
    const at = row === null ? undefined : history.at[row];
    this.#when.textContent = at === undefined ? "" : new Date(at).toLocaleTimeString();
  }

  #options(width: number): uPlot.Options {
    const style = getComputedStyle(this.#canvas);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour("--muted"),
      font: "11px system-ui, sans-serif",
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
    };
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { range: () => span(this.#history?.at ?? [], Date.now()) },
        y: { range: (_, __, highest) => [0, top(highest, this.#kind.full)] },
      },
      axes: [
        {
          ...axis,
          size: 26,
          space: 60,
          incrs: MINUTES,
          values: (_, seconds) => seconds.map(clock),
        },
        { ...axis, size: 66, space: 36, values: (_, all) => all.map((v) => this.#kind.text(v)) },
      ],
      series: [{}, ...this.#series(colour)],
      hooks: { setCursor: [({ cursor }) => this.#tell(cursor.idx ?? null)] },
    };
  }

  /** The second line is told from the first by its dashes, too. */
  #series(colour: (name: string) => string): uPlot.Series[] {
    return this.#kind.lines.map((_, index) =>
      index === 0
        ? {
            stroke: colour("--accent"),
            fill: colour("--plot-fill"),
            width: 2,
            points: { show: false },
          }
        : { stroke: colour("--plot-second"), dash: [5, 4], width: 2, points: { show: false } },
    );
  }
}

function clock(seconds: number): string {
  const time = new Date(seconds * 1000);
  return time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
