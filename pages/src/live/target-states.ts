import type { BroadcastStatusData } from "../rtc-user";

/** How one destination is doing. */
export interface TargetState {
  name: "connecting" | "live" | "reconnecting" | "failed";
  /** For people, without the seconds that are left. */
  words: string;
  /** When it is tried again, by `performance.now()`. */
  nextAt?: number;
}

export const CONNECTING: TargetState = { name: "connecting", words: "Connecting" };

/** What a status of that destination means; null if it says nothing new. */
export function targetState(status: BroadcastStatusData, now: number): TargetState | null {
  const { state, text, attempt = 1, retryIn } = status;
  switch (state) {
    case 4:
      return CONNECTING;
    case 6:
      return { name: "live", words: "Live" };
    case 7:
      return {
        name: "reconnecting",
        words: `Reconnecting, attempt ${attempt}`,
        ...(retryIn !== undefined && { nextAt: now + retryIn }),
      };
    case 8:
      return { name: "failed", words: text === "" ? "Failed" : `Failed: ${text}` };
    default:
      return null;
  }
}

/** The seconds until it is tried again. */
export function countdown({ nextAt }: TargetState, now: number): string {
  const seconds = Math.ceil(((nextAt ?? 0) - now) / 1000);
  return seconds > 0 ? `in ${seconds} s` : "";
}

/** Whether some destination gets the stream. */
export function someLive(states: readonly TargetState[]): boolean {
  return states.some(({ name }) => name === "live");
}
