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
  readonly #curves = FIGURES.map((figure) => ({
    figure,
    text: byId(figure.id, HTMLElement),
    path: document.querySelector(`[data-spark="${figure.id}"]`),
    values: [] as number[],
  }));

  show(stats: StatsResults): void {
    for (const curve of this.#curves) {
      const value = curve.figure.value(stats);
      curve.text.textContent = value === undefined ? "–" : value.toFixed(curve.figure.digits);
      if (value !== undefined) {
        curve.values = [...curve.values, value].slice(-SHOWN);
        curve.path?.setAttribute("d", curvePath(curve.values, curve.figure.full));
      }
    }
  }

  clear(): void {
    for (const curve of this.#curves) {
      curve.values = [];
      curve.text.textContent = "–";
      curve.path?.setAttribute("d", "");
    }
  }
}

/** An area of 100 × 28 units, the newest value at its right edge. */
export function curvePath(values: readonly number[], full: number): string {
  const top = Math.max(full, ...values) * 1.15;
  const left = 101 - ((values.length - 1) * 102) / (SHOWN - 1);
  const points = values.map((value, index) => {
    const x = left + (index * 102) / (SHOWN - 1);
    return `${x.toFixed(1)} ${(27 - (value / top) * 26).toFixed(1)}`;
  });
  return points.length < 2 ? "" : `M${left.toFixed(1)} 30L${points.join("L")}L101 30`;
}
