import { deadline } from "./deadline";
import { ErrorCode, RtcError } from "./errors";
import { type Message, parse, serverError } from "./message";
import { delay, type Reconnect, rest } from "./reconnect";
import { closedBy, connect, release, socketError } from "./socket";

// The client's end of docs/signalling.md: requests with ids, answers, events, over one WebSocket after the other.

/** Version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;

const ANSWER_WITHIN_MS = 20_000;
/** A socket that is slower may as well be dead, and another one does no harm. */
const PROBE_MS = 1000;

/** Whoever opened the connection. */
export interface SignallingObserver {
  /** The server said something on its own. */
  received(event: Message): void;
  /** The socket was lost, and is being tried again. */
  away(text: string): void;
  /** The session was taken over; nothing was missed. */
  back(): void;
  /** The session is gone; never called after {@link Signalling.close}. */
  lost(reason: RtcError): void;
  /** How to try again, asked when it is needed. */
  reconnect(): Reconnect;
}

interface OpenRequest {
  readonly text: string;
  /** Its place among all requests that were sent; 0: not sent yet. */
  place: number;
  resolve(answer: Message): void;
  reject(reason: RtcError): void;
  readonly callOff: () => void;
}

/** What takes a session over. */
interface Ticket {
  readonly resume: string;
  /** For how long the server keeps the session, in ms. */
  readonly within: number;
}

/** A connection to the server that outlives its socket: `open` ⇄ `away`, and from both to `closed`. */
export class Signalling {
  readonly #address: string;
  readonly #observer: SignallingObserver;
  readonly #life = new AbortController();
  readonly #requests = new Map<number, OpenRequest>();
  /** null while it is away. */
  #socket: WebSocket | null = null;
  #ticket: Ticket | null = null;
  #lastId = 0;
  // Both count since the first socket was opened, without `resume` and its answer.
  #sent = 0;
  #received = 0;

  private constructor(address: string, observer: SignallingObserver) {
    this.#address = address;
    this.#observer = observer;
    // Whoever was offline has an old socket that seems open and is dead, for a minute or more.
    globalThis.addEventListener?.("online", () => this.#renew(), { signal: this.#life.signal });
  }

  /** Resolves when the socket is open; rejects with code 3000 when that fails, takes too long or the life ends. */
  static async open(
    address: string,
    observer: SignallingObserver,
    life: AbortSignal,
  ): Promise<Signalling> {
    const socket = await connect(address, life);
    const signalling = new Signalling(address, observer);
    signalling.#adopt(socket);
    return signalling;
  }

  /**
   * Sends a request, while away as soon as the session is taken over. Resolves with the server's answer, rejects with its
   * error, or with code 3000 if there is none within 20 s.
   */
  request(type: string, fields: Message = {}): Promise<Message> {
    if (this.#life.signal.aborted) {
      return Promise.reject(socketError("The connection to the server is closed"));
    }
    const id = ++this.#lastId;
    const text = JSON.stringify({ type, id, ...fields });
    return new Promise((resolve, reject) => {
      const callOff = deadline(ANSWER_WITHIN_MS, this.#life.signal, () => {
        this.#requests.delete(id);
        reject(socketError(`The server did not answer ${type} in ${ANSWER_WITHIN_MS / 1000} s`));
      });
      const request = { text, place: 0, resolve, reject, callOff };
      this.#requests.set(id, request);
      this.#send(request);
    });
  }

  /** Asks for the ICE servers, since that is quickly answered; without an answer in a second another socket is opened. */
  probe(): Promise<Message> {
    const socket = this.#socket;
    const callOff = deadline(PROBE_MS, this.#life.signal, () => {
      if (this.#socket === socket) {
        this.#renew();
      }
    });
    return this.request("iceServers").finally(callOff);
  }

  /** Closes the connection for good; requests that are still open are rejected. */
  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#rejectAll(socketError("The connection to the server was closed"));
    this.#life.abort();
    if (socket !== null) {
      release(socket);
    }
  }

  #adopt(socket: WebSocket): void {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = (event) => {
      release(socket);
      this.#socket = null;
      this.#recover(closedBy(event));
    };
  }

  #renew(): void {
    if (this.#socket !== null && this.#ticket !== null) {
      release(this.#socket);
      this.#socket = null;
      this.#recover(socketError("The network was away"), 0);
    }
  }

  #send(request: OpenRequest): void {
    // A socket that is closing takes nothing any more; its requests go out on the next one.
    if (this.#socket?.readyState === WebSocket.OPEN) {
      request.place = ++this.#sent;
      this.#socket.send(request.text);
    }
  }

  #read(data: unknown): void {
    this.#received++;
    const message = parse(data);
    if (message === null) {
      return;
    }
    this.#ticket = ticketOf(message) ?? this.#ticket;
    const request = typeof message["id"] === "number" ? this.#take(message["id"]) : undefined;
    if (request !== undefined && message["type"] === "ok") {
      request.resolve(message);
    } else if (request !== undefined) {
      request.reject(serverError(message["error"]));
    } else if (message["type"] === "sessionEnded") {
      this.#end(serverError(message["error"]));
    } else {
      this.#observer.received(message);
    }
  }

  /**
   * From the loss of a socket to the session's being taken over by another one, or its end.
   *
   * @param firstDelay in ms, before the first try
   */
  async #recover(loss: RtcError, firstDelay?: number): Promise<void> {
    const { signal } = this.#life;
    const settings = this.#observer.reconnect();
    let wait = firstDelay ?? delay(0, settings, Math.random());
    const until = performance.now() + (this.#ticket?.within ?? 0);
    if (this.#ticket !== null && settings.retries > 0) {
      this.#observer.away(`${loss.text}; trying to get it back`);
    }
    for (let attempt = 1; this.#ticket !== null && attempt <= settings.retries; attempt++) {
      await rest(wait, signal);
      wait = delay(attempt, settings, Math.random());
      const left = until - performance.now();
      if (signal.aborted || left <= 0) {
        break;
      }
      try {
        await this.#resume(await connect(this.#address, signal, left), this.#ticket);
        return;
      } catch (cause) {
        const reason = RtcError.from(cause, ErrorCode.SocketFailed);
        if (reason.code === ErrorCode.NoSuchSession) {
          return this.#end(reason);
        }
      }
    }
    this.#end(loss);
  }

  #resume(socket: WebSocket, { resume }: Ticket): Promise<void> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const fail = (reason: RtcError) => {
        callOff();
        release(socket);
        reject(reason);
      };
      const callOff = deadline(ANSWER_WITHIN_MS, this.#life.signal, () =>
        fail(socketError("The server did not answer resume")),
      );
      socket.onclose = (event) => fail(closedBy(event));
      socket.onmessage = ({ data }) => {
        const answer = parse(data);
        if (answer?.["id"] !== id || answer["type"] !== "ok") {
          return fail(serverError(answer?.["error"]));
        }
        callOff();
        // Before anything else: what the client missed follows at once.
        this.#resumed(socket, answer);
        resolve();
      };
      const received = this.#received;
      socket.send(
        JSON.stringify({ type: "resume", id, version: PROTOCOL_VERSION, resume, received }),
      );
    });
  }

  /** Requests that the server has taken are answered on this socket; the others were lost with the old one. */
  #resumed(socket: WebSocket, answer: Message): void {
    this.#adopt(socket);
    this.#ticket = ticketOf(answer) ?? this.#ticket;
    const taken = typeof answer["received"] === "number" ? answer["received"] : this.#sent;
    this.#sent = taken;
    for (const request of this.#requests.values()) {
      if (request.place === 0 || request.place > taken) {
        this.#send(request);
      }
    }
    this.#observer.back();
  }

  #take(id: number): OpenRequest | undefined {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    request?.callOff();
    return request;
  }

  #end(reason: RtcError): void {
    if (!this.#life.signal.aborted) {
      this.#rejectAll(reason);
      this.close();
      this.#observer.lost(reason);
    }
  }

  #rejectAll(reason: RtcError): void {
    for (const id of [...this.#requests.keys()]) {
      this.#take(id)?.reject(reason);
    }
  }
}

function ticketOf({ resume, resumeWithin }: Message): Ticket | null {
  return typeof resume === "string" && typeof resumeWithin === "number"
    ? { resume, within: resumeWithin * 1000 }
    : null;
}
