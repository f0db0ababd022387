import type { StatsResults } from "../../../sdk/src/index";
import { byId } from "../dom";

/** How many readings a curve shows: a minute of them. */
const SHOWN = 60;

interface Figure {
  id: string;
  digits: number;
  /** The curve reaches the top at this value, or at its own maximum if that is higher. */
  full: number;
  value(stats: StatsResults): number | undefined;
}

const FIGURES: readonly Figure[] = [
  { id: "bitrate", digits: 2, full: 1, value: megabits },
  { id: "framerate", digits: 0, full: 30, value: ({ framerate }) => framerate },
  { id: "round-trip", digits: 0, full: 100, value: ({ roundTripTime }) => roundTripTime },
  { id: "loss", digits: 1, full: 5, value: ({ packetLoss }) => packetLoss },
];

function megabits({ audioBitrate, videoBitrate }: StatsResults): number | undefined {
  return audioBitrate === undefined && videoBitrate === undefined
    ? undefined
    : ((audioBitrate ?? 0) + (videoBitrate ?? 0)) / 1000;
}

/** The four live figures, each with the curve of its last minute. */
export class Figures {
  readonly #list = byId("figures", HTMLElement);
  readonly #curves = FIGURES.map((figure) => ({
    figure,
    text: byId(figure.id, HTMLElement),
    area: document.querySelector(`[data-spark="${figure.id}"] .area`),
    line: document.querySelector(`[data-spark="${figure.id}"] .line`),
    values: [] as number[],
  }));

  show(stats: StatsResults): void {
    this.#list.classList.remove("empty");
    for (const curve of this.#curves) {
      const value = curve.figure.value(stats);
      curve.text.textContent = value === undefined ? "–" : value.toFixed(curve.figure.digits);
      if (value !== undefined) {
        curve.values = [...curve.values, value].slice(-SHOWN);
        const line = curveLine(curve.values, curve.figure.full);
        curve.line?.setAttribute("d", line);
        curve.area?.setAttribute("d", areaUnder(line));
      }
    }
  }

  clear(): void {
    for (const curve of this.#curves) {
      curve.values = [];
      curve.text.textContent = "–";
      curve.line?.setAttribute("d", "");
      curve.area?.setAttribute("d", "");
    }
  }
}

/** A line in a field of 100 × 28 units, the newest value at its right edge. */
export function curveLine(values: readonly number[], full: number): string {
  const top = Math.max(full, ...values) * 1.15;
  const step = 102 / (SHOWN - 1);
  const points = values.map((value, index) => {
    const x = 101 - (values.length - 1 - index) * step;
    return `${x.toFixed(1)} ${(26.5 - (value / top) * 25).toFixed(1)}`;
  });
  return points.length < 2 ? "" : `M${points.join("L")}`;
}

/** The line, closed along the bottom. */
export function areaUnder(line: string): string {
  return line === "" ? "" : `${line}V30H${line.slice(1, line.indexOf(" "))}Z`;
}
