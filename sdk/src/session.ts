import { asObject, asOptionalText, asText } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import { ServerIce } from "./ice";
import type { Message } from "./message";
import { socketAddress } from "./server-address";
import { PROTOCOL_VERSION, Signalling, type SignallingObserver } from "./signalling";
import type { SessionData, SignInOptions } from "./types";

/** Signed in at a server; a lost socket does not end it. */
export class Session {
  readonly data: SessionData;
  /** The STUN and TURN servers that the server knows. */
  readonly ice: ServerIce;
  readonly #signalling: Signalling;

  private constructor(signalling: Signalling, data: SessionData, answer: Message) {
    this.#signalling = signalling;
    this.data = data;
    this.ice = new ServerIce(signalling, answer);
  }

  /** Connects and signs in; the socket is closed again if the server refuses or the life ends meanwhile. */
  static async open(
    options: SignInOptions,
    observer: SignallingObserver,
    life: AbortSignal,
  ): Promise<Session> {
    const credentials = checkSignIn(options);
    const signalling = await Signalling.open(socketAddress(options.server), observer, life);
    const close = () => signalling.close();
    life.addEventListener("abort", close);
    try {
      const answer = await signalling.request("signIn", credentials);
      const data = { server: options.server, userId: String(answer["userId"]) };
      return new Session(signalling, data, answer);
    } catch (cause) {
      signalling.close();
      throw RtcError.from(cause, ErrorCode.SignInFailed);
    } finally {
      life.removeEventListener("abort", close);
    }
  }

  request(type: string, fields?: Message): Promise<Message> {
    return this.#signalling.request(type, fields);
  }

  probe(): Promise<Message> {
    return this.#signalling.probe();
  }

  /** Signs out and closes the socket, whatever the server says. */
  async close(): Promise<void> {
    try {
      await this.#signalling.request("signOut");
    } finally {
      this.#signalling.close();
    }
  }

  /** The same without waiting for the server. */
  leave(): void {
    this.#signalling.request("signOut").catch(() => undefined);
    this.#signalling.close();
  }
}

const OPTIONAL = ["room", "token", "serverUserName", "serverPassword", "bintuApiKey"] as const;

function checkSignIn(options: SignInOptions): Message {
  const given = asObject(options, "options");
  const fields: Record<string, unknown> = {
    version: PROTOCOL_VERSION,
    userName: asText(given.userName, "options.userName"),
  };
  for (const key of OPTIONAL) {
    const value = asOptionalText(given[key], `options.${key}`);
    if (value !== undefined) {
      fields[key] = value;
    }
  }
  return fields;
}
