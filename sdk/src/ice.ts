import { checkIceServers } from "./ice-servers";
import type { Message } from "./message";

/** Whoever carries requests to the server. */
export interface Server {
  request(type: string, fields?: Message): Promise<Message>;
  /** Asks for the ICE servers, for a sign of life: without one soon, the connection is made anew. */
  probe(): Promise<Message>;
}

/** The STUN and TURN servers that the server knows; their credentials are good for a while and then asked for anew. */
export class ServerIce {
  readonly #server: Server;
  #servers: RTCIceServer[] = [];
  /** By `performance.now()`; half of the credentials' life is left for whatever is begun with them. */
  #freshUntil = Number.POSITIVE_INFINITY;
  #asked: Promise<void> | null = null;

  /** @param answer the one to `signIn` */
  constructor(server: Server, answer: Message) {
    this.#server = server;
    this.#take(answer);
  }

  /** Never rejects: what can't be renewed may still do. */
  async servers(): Promise<RTCIceServer[]> {
    if (performance.now() >= this.#freshUntil) {
      this.#asked ??= this.#ask();
      await this.#asked;
    }
    return this.#servers;
  }

  async #ask(): Promise<void> {
    try {
      this.#take(await this.#server.request("iceServers"));
    } catch {
      // They are asked for again the next time.
    } finally {
      this.#asked = null;
    }
  }

  #take({ iceServers, iceLifetime }: Message): void {
    this.#servers = read(iceServers);
    this.#freshUntil =
      typeof iceLifetime === "number"
        ? performance.now() + (iceLifetime * 1000) / 2
        : Number.POSITIVE_INFINITY;
  }
}

/** A peer connection can't be made with servers that it does not understand, but without any. */
function read(iceServers: unknown): RTCIceServer[] {
  try {
    return checkIceServers(iceServers ?? []);
  } catch {
    return [];
  }
}
