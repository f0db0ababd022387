import { vi } from "vitest";
import { RtcUser } from "../src/rtc-user";
import type { BroadcastConfig, SignInOptions } from "../src/types";
import { installBrowser } from "./scripted-peer";
import { ScriptedSocket, settle } from "./scripted-socket";

export const SERVER: SignInOptions = {
  server: "http://localhost:8080",
  userName: "Ada",
  room: "",
};
export const OUTPUT = "rtmp://localhost:1935/live/show";
export const CONFIG: BroadcastConfig = { transcodingTargets: { output: OUTPUT } };

interface Seen {
  name: string;
  data: Record<string, unknown>;
  error?: { code: number; text: string; userinfo: object };
}

/** A user in a scripted browser; the test plays the server. */
export class ScriptedUser {
  readonly user: RtcUser;
  /** All events so far. */
  readonly events: Seen[] = [];

  constructor() {
    vi.useFakeTimers();
    ScriptedSocket.install();
    installBrowser();
    this.user = new RtcUser();
    this.user.on(/./, (event) => this.events.push(event as unknown as Seen));
  }

  get names(): string[] {
    return this.events.map(({ name }) => name);
  }

  async signIn(options = SERVER, answer: Record<string, unknown> = {}): Promise<ScriptedSocket> {
    const done = this.user.signIn(options);
    await settle();
    ScriptedSocket.last.open();
    await settle();
    ScriptedSocket.last.ok({ userId: 49647969, ...answer });
    await done;
    return ScriptedSocket.last;
  }

  /** Signed in, previewing, and the server has answered the offer. */
  async offer(config = CONFIG): Promise<[ScriptedSocket, Promise<unknown>]> {
    const socket = await this.signIn();
    await this.user.startPreview({});
    const started = this.user.startBroadcast(config);
    await settle();
    socket.ok({ sdp: "v=0\r\n", broadcastId: "b1" });
    await settle();
    return [socket, started];
  }

  async goLive(config = CONFIG): Promise<ScriptedSocket> {
    const [socket, started] = await this.offer(config);
    socket.say({ type: "broadcastStatus", state: 6, message: "broadcasting", text: "Live" });
    await started;
    return socket;
  }
}

export function restore(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
