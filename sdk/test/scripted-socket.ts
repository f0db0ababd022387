import { vi } from "vitest";

/** A WebSocket whose other end is the test. */
export class ScriptedSocket {
  static readonly OPEN = 1;
  static all: ScriptedSocket[] = [];

  readyState = 0;
  readonly sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(readonly url: string) {
    if (url.startsWith("ws://refused.")) {
      throw new DOMException("An insecure connection", "SecurityError");
    }
    ScriptedSocket.all.push(this);
  }

  static install(): void {
    ScriptedSocket.all = [];
    vi.stubGlobal("WebSocket", ScriptedSocket);
  }

  static get last(): ScriptedSocket {
    const last = ScriptedSocket.all.at(-1);
    if (last === undefined) {
      throw new Error("No socket was opened");
    }
    return last;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  // The test's end:

  open(): void {
    this.readyState = ScriptedSocket.OPEN;
    this.onopen?.();
  }

  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** Answers the last request with `ok`. */
  ok(fields: Record<string, unknown> = {}): void {
    this.say({ type: "ok", id: this.sent.at(-1)?.["id"], ...fields });
  }

  lose(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}
