import { ErrorCode, RtcError } from "./errors";

/** A JSON object off the wire: nothing in it is certain. */
export type Message = Readonly<Record<string, unknown>>;

/** What is no JSON object is null. */
export function parse(data: unknown): Message | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return isMessage(message) ? message : null;
  } catch {
    return null;
  }
}

/** The `error` object of a server message. */
export function serverError(error: unknown): RtcError {
  const { code, name, message } = (isMessage(error) ? error : {}) as Message;
  return new RtcError(
    typeof code === "number" ? code : ErrorCode.ServerGeneral,
    typeof message === "string" ? message : "The server reported an error without a text",
    {},
    ...(typeof name === "string" ? [name] : []),
  );
}

/** What is a JSON object. */
export function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
