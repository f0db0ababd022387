import type { History } from "./api";
import { bitrateText, numberText, sizeText } from "./words";

type Values = readonly (number | null)[];

export interface Line {
  /** Its name in the history. */
  figure: string;
  label: string;
}

/** What one plot shows. */
export interface PlotKind {
  title: string;
  lines: readonly Line[];
  /** The scale reaches to this at least. */
  full: number;
  text(value: number | null | undefined): string;
}

export const BROADCAST_PLOTS: readonly PlotKind[] = [
  {
    title: "Bitrate",
    lines: [
      { figure: "in", label: "in" },
      { figure: "out", label: "out" },
    ],
    full: 1000,
    text: bitrateText,
  },
  {
    title: "Frame rate",
    lines: [{ figure: "framerate", label: "frames" }],
    full: 30,
    text: (value) => numberText(value, " fps"),
  },
  {
    title: "Packets lost on the way",
    lines: [
      { figure: "lost", label: "for good" },
      { figure: "recovered", label: "came again" },
    ],
    full: 10,
    text: (value) => numberText(value, "/s", 1),
  },
  {
    title: "Frames dropped for slow targets",
    lines: [{ figure: "dropped", label: "dropped" }],
    full: 10,
    text: (value) => numberText(value, "/s", 1),
  },
  {
    title: "Wait for the slowest target",
    lines: [{ figure: "waiting", label: "oldest frame" }],
    full: 100,
    text: (value) => numberText(value, " ms"),
  },
  {
    title: "Round trip, known where packets are lost",
    lines: [{ figure: "roundTrip", label: "to the publisher" }],
    full: 100,
    text: (value) => numberText(value, " ms"),
  },
];

export const SERVER_PLOTS: readonly PlotKind[] = [
  {
    title: "Processors",
    lines: [
      { figure: "cpu", label: "machine" },
      { figure: "process", label: "server" },
    ],
    full: 100,
    text: (value) => numberText(value, " %"),
  },
  {
    title: "Memory",
    lines: [
      { figure: "memory", label: "process" },
      { figure: "heap", label: "heap" },
    ],
    full: 200,
    text: sizeText,
  },
  {
    title: "Broadcasts and users",
    lines: [
      { figure: "streams", label: "broadcasts" },
      { figure: "users", label: "users" },
    ],
    full: 4,
    text: (value) => numberText(value),
  },
];

/** The values of a figure, one for each row. */
export function valuesOf(history: History, figure: string): Values {
  const values = history[figure];
  return Array.isArray(values) ? values : [];
}

export function latestOf(history: History, figure: string): number | null | undefined {
  return valuesOf(history, figure).at(-1);
}

/** What a plot says, in words: for those who don't see it. */
export function summary({ title, lines, text }: PlotKind, history: History): string {
  const parts = lines.flatMap(({ figure, label }) => {
    const known = valuesOf(history, figure).filter((value) => value !== null);
    const [first] = known;
    return first === undefined
      ? []
      : [
          `${label} ${text(known.at(-1))} now, ${text(known.reduce((a, b) => Math.min(a, b)))} to ${text(known.reduce((a, b) => Math.max(a, b)))}`,
        ];
  });
  return parts.length === 0 ? `${title}: nothing yet` : `${title}: ${parts.join("; ")}`;
}

/** Seconds at the left and right edge: all that is known, and five minutes at least. */
export function span(at: readonly number[], now: number): [number, number] {
  const right = (at.at(-1) ?? now) / 1000;
  return [Math.min((at[0] ?? now) / 1000, right - 300), right];
}

/** The value at the top edge. */
export function top(highest: number | null, full: number): number {
  return Math.max(full, (highest ?? 0) * 1.25);
}
