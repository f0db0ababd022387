/**
 * What the page is doing: idle → preview → connecting → live ⇄ reconnecting → ended, and from ended or error back to
 * connecting. error: there is no picture, or going live failed.
 */
export type StateName =
  | "idle"
  | "preview"
  | "connecting"
  | "live"
  | "reconnecting"
  | "ended"
  | "error";

export const WORDS: Record<StateName, string> = {
  idle: "Camera off",
  preview: "Ready",
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  ended: "Ended",
  error: "Not live",
};

/** Whether pressing the button ends something. */
export function isOnAir(state: StateName): boolean {
  return state === "connecting" || state === "live" || state === "reconnecting";
}

/** 0:07, 12:34, 1:02:03 */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
