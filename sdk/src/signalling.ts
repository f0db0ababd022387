import { ErrorCode, RtcError } from "./errors";

// The client's end of docs/signalling.md: one WebSocket, requests with ids, answers, events.

/** Version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;

const OPEN_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 20_000;

/** A JSON object off the wire: nothing in it is certain. */
export type Message = Readonly<Record<string, unknown>>;

/** Whoever opened the socket. */
export interface SignallingObserver {
  /** The server said something on its own. */
  received(event: Message): void;
  /** The socket was lost; never called after {@link Signalling.close}. */
  lost(reason: RtcError): void;
}

interface OpenRequest {
  resolve(answer: Message): void;
  reject(reason: RtcError): void;
  timer: ReturnType<typeof setTimeout>;
}

/** An open connection to the server. */
export class Signalling {
  readonly #socket: WebSocket;
  readonly #observer: SignallingObserver;
  readonly #requests = new Map<number, OpenRequest>();
  #lastId = 0;

  private constructor(socket: WebSocket, observer: SignallingObserver) {
    this.#socket = socket;
    this.#observer = observer;
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = ({ code, reason }) => this.#end(closeText(code, reason));
  }

  /** Resolves when the socket is open; rejects with code 3000 when that fails or takes too long. */
  static async open(address: string, observer: SignallingObserver): Promise<Signalling> {
    const socket = await connect(address);
    return new Signalling(socket, observer);
  }

  /** Sends a request; resolves with the server's answer, rejects with its error. */
  request(type: string, fields: Message = {}): Promise<Message> {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(socketError("The connection to the server is closed"));
    }
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#requests.delete(id);
        reject(socketError(`The server did not answer ${type} in ${ANSWER_WITHIN_MS / 1000} s`));
      }, ANSWER_WITHIN_MS);
      this.#requests.set(id, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ type, id, ...fields }));
    });
  }

  /** Closes the socket; requests that are still open are rejected. */
  close(): void {
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#rejectAll(socketError("The connection to the server was closed"));
  }

  #read(data: unknown): void {
    const message = parse(data);
    if (message === null) {
      return;
    }
    const request = typeof message["id"] === "number" ? this.#take(message["id"]) : undefined;
    if (request === undefined) {
      this.#observer.received(message);
    } else if (message["type"] === "ok") {
      request.resolve(message);
    } else {
      request.reject(serverError(message["error"]));
    }
  }

  #take(id: number): OpenRequest | undefined {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    clearTimeout(request?.timer);
    return request;
  }

  #end(text: string): void {
    const reason = socketError(text);
    this.#rejectAll(reason);
    this.#observer.lost(reason);
  }

  #rejectAll(reason: RtcError): void {
    for (const id of [...this.#requests.keys()]) {
      this.#take(id)?.reject(reason);
    }
  }
}

/** The `error` object of a server message. */
export function serverError(error: unknown): RtcError {
  const { code, name, message } = (isObject(error) ? error : {}) as Message;
  return new RtcError(
    typeof code === "number" ? code : ErrorCode.ServerGeneral,
    typeof message === "string" ? message : "The server reported an error without a text",
    {},
    ...(typeof name === "string" ? [name] : []),
  );
}

function connect(address: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = construct(address);
    const fail = (why: string) => {
      clearTimeout(timer);
      socket.onopen = null;
      socket.onclose = null;
      socket.close();
      reject(socketError(`${new URL(address).host} can't be reached: ${why}`));
    };
    const timer = setTimeout(
      () => fail(`no connection within ${OPEN_WITHIN_MS / 1000} s`),
      OPEN_WITHIN_MS,
    );
    socket.onopen = () => {
      clearTimeout(timer);
      resolve(socket);
    };
    socket.onclose = ({ code }) => fail(`the connection was refused (${code})`);
  });
}

function construct(address: string): WebSocket {
  try {
    return new WebSocket(address);
  } catch {
    // A page that came by https may open wss only.
    throw socketError(`The browser does not let this page connect to ${new URL(address).origin}`);
  }
}

function parse(data: unknown): Message | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return isObject(message) ? message : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Message {
  return typeof value === "object" && value !== null;
}

function closeText(code: number, reason: string): string {
  return `The connection to the server was lost (${reason === "" ? code : `${code}: ${reason}`})`;
}

function socketError(text: string): RtcError {
  return new RtcError(ErrorCode.SocketFailed, text);
}
