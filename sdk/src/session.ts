import { asObject, asOptionalText, asText } from "./arguments";
import { ErrorCode, RtcError } from "./errors";
import { socketAddress } from "./server-address";
import { type Message, PROTOCOL_VERSION, Signalling, type SignallingObserver } from "./signalling";
import type { SessionData, SignInOptions } from "./types";

/** Signed in at a server, as long as the socket lasts. */
export class Session {
  readonly data: SessionData;
  readonly #signalling: Signalling;

  private constructor(signalling: Signalling, data: SessionData) {
    this.#signalling = signalling;
    this.data = data;
  }

  /** Connects and signs in; the socket is closed again if the server refuses. */
  static async open(options: SignInOptions, observer: SignallingObserver): Promise<Session> {
    const credentials = checkSignIn(options);
    const signalling = await Signalling.open(socketAddress(options.server), observer);
    try {
      const { userId } = await signalling.request("signIn", credentials);
      return new Session(signalling, { server: options.server, userId: String(userId) });
    } catch (cause) {
      signalling.close();
      throw RtcError.from(cause, ErrorCode.SignInFailed);
    }
  }

  request(type: string, fields?: Message): Promise<Message> {
    return this.#signalling.request(type, fields);
  }

  /** Signs out and closes the socket, whatever the server says. */
  async close(): Promise<void> {
    try {
      await this.#signalling.request("signOut");
    } finally {
      this.#signalling.close();
    }
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
