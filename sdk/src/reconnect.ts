import { asAmount, asOptionalObject, wrongValue } from "./arguments";
import { deadline } from "./deadline";

/** How a lost connection to the server is tried again ({@link RtcUser.setConfig}). */
export interface ReconnectConfig {
  /** Shortest wait before a try, in ms; 100 at least. Default: 500. */
  minDelay?: number | string;
  /** Longest wait before a try, in ms. Default: 5000. */
  maxDelay?: number | string;
  /** How many tries; 0: none. Default: as many as fit in the time for which the server keeps the session. */
  retries?: number | string;
}

/** {@link ReconnectConfig}, checked and complete. */
export type Reconnect = Readonly<Record<"minDelay" | "maxDelay" | "retries", number>>;

export const DEFAULT_RECONNECT: Reconnect = {
  minDelay: 500,
  maxDelay: 5000,
  retries: Number.POSITIVE_INFINITY,
};

const LEAST_DELAY_MS = 100;
const MOST_DELAY_MS = 3_600_000;
const PATH = "config.reconnect";

/** The settings with what the application gave put in. */
export function checkReconnect(
  current: Reconnect,
  config: ReconnectConfig | null | undefined,
): Reconnect {
  const given = asOptionalObject(config, PATH);
  const setting = (name: keyof ReconnectConfig) =>
    given[name] === undefined || given[name] === null
      ? current[name]
      : asAmount(given[name], `${PATH}.${name}`);
  const checked = {
    minDelay: setting("minDelay"),
    maxDelay: setting("maxDelay"),
    retries: setting("retries"),
  };
  if (checked.minDelay < LEAST_DELAY_MS) {
    throw wrongValue(`${PATH}.minDelay`, `at least ${LEAST_DELAY_MS} ms`);
  }
  if (checked.maxDelay < checked.minDelay || checked.maxDelay > MOST_DELAY_MS) {
    throw wrongValue(`${PATH}.maxDelay`, `from minDelay, ${checked.minDelay} ms, to an hour`);
  }
  return checked;
}

/**
 * A chance wait up to a limit that doubles with each try: users who were lost together do not come back together.
 *
 * @param attempt from 0 on
 * @param chance from 0 to 1
 */
export function delay(attempt: number, { minDelay, maxDelay }: Reconnect, chance: number): number {
  const limit = Math.min(maxDelay, minDelay * 2 ** (attempt + 1));
  return minDelay + (limit - minDelay) * chance;
}

/** Resolves after that time, or at once when the browser is online again or the life ends. */
export function rest(ms: number, life: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      callOff();
      globalThis.removeEventListener?.("online", done);
      resolve();
    };
    const callOff = deadline(ms, life, done);
    globalThis.addEventListener?.("online", done);
  });
}
