import type { BroadcastReport, TargetReport } from "../rtc-user";

/** Rows of figures over time; null is what is not known. */
export interface History {
  /** ms from one row to the next */
  interval: number;
  /** ms since 1970 */
  at: number[];
  [figure: string]: number | (number | null)[];
}

/** A broadcast as the list has it. */
export interface Listed extends Omit<BroadcastReport, "events" | "sync" | "targets"> {
  /** What its publisher is called; may be empty, and is a stranger's text. */
  publisher: string;
  /** Figures of the last seconds, by name; what is not known is absent. */
  latest: Record<string, number>;
  targets: Omit<TargetReport, "events" | "video" | "audio">[];
}

/** A broadcast with all that is known of it. */
export interface Shown extends BroadcastReport {
  publisher: string;
  history: History;
}

export interface ServerFacts {
  version: string;
  /** ms */
  uptime: number;
  processors: number;
  users: number;
  rooms: number;
  transcoders: number;
  maxTranscoders: number;
  history: History;
}

export interface Overview {
  now: string;
  server: ServerFacts;
  running: Listed[];
  ended: Listed[];
}

/** The server answered, and does not do it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

const LONGEST_MS = 10_000;

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`/api/admin/${path}`, {
    ...init,
    cache: "no-store",
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  if (!answer.ok) {
    throw new Refused(answer.status, await detail(answer));
  }
  return answer;
}

/** The sentence of RFC 9457's problem. */
async function detail(answer: Response): Promise<string> {
  try {
    const { detail } = (await answer.json()) as { detail?: unknown };
    return typeof detail === "string" ? detail : answer.statusText;
  } catch {
    return answer.statusText;
  }
}

/** The operator's name; null at the server's own machine, where nobody signs in. */
export async function whoAmI(): Promise<string | null> {
  const { name } = (await (await ask("session")).json()) as { name: string | null };
  return name;
}

export async function signIn(name: string, password: string): Promise<void> {
  await ask("session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, password }),
  });
}

export async function signOut(): Promise<void> {
  await ask("session", { method: "DELETE" });
}

export async function overview(): Promise<Overview> {
  return (await ask("overview")).json();
}

export async function broadcast(id: string): Promise<Shown> {
  return (await ask(`broadcasts/${encodeURIComponent(id)}`)).json();
}

export async function stopBroadcast(id: string): Promise<void> {
  await ask(`broadcasts/${encodeURIComponent(id)}`, { method: "DELETE" });
}
