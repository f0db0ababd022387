export const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5000;

/** How long to wait before the next question: longer each time, up to 5 s. */
export function nextWait(wait: number | null): number {
  return wait === null ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, Math.round(wait * 1.5));
}

/** Whether something is being sent under that address; null if the server can't be asked. */
export async function isLive(address: string): Promise<boolean | null> {
  try {
    const answer = await fetch(address, {
      method: "HEAD",
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    });
    return answer.ok;
  } catch {
    return null;
  }
}

/** Asks until the stream is there. */
export async function arrival(address: string, unreachable: (yes: boolean) => void): Promise<void> {
  let wait: number | null = null;
  for (;;) {
    const live = await isLive(address);
    if (live === true) {
      return;
    }
    unreachable(live === null);
    wait = nextWait(wait);
    await pause(wait);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
