import { deadline } from "./deadline";
import { ErrorCode, RtcError } from "./errors";

const OPEN_WITHIN_MS = 10_000;

/**
 * Opens a WebSocket; rejects with code 3000 when that fails, takes too long, or the life ends meanwhile.
 *
 * @param withinMs 10 s, or less
 */
export function connect(
  address: string,
  life: AbortSignal,
  withinMs = OPEN_WITHIN_MS,
): Promise<WebSocket> {
  const limit = Math.min(withinMs, OPEN_WITHIN_MS);
  return new Promise((resolve, reject) => {
    const socket = construct(address);
    const fail = (why: string) => {
      callOff();
      release(socket);
      reject(socketError(`${new URL(address).host} can't be reached: ${why}`));
    };
    const callOff = deadline(limit, life, () => fail(`no connection within ${limit / 1000} s`));
    socket.onopen = () => {
      callOff();
      socket.onopen = null;
      resolve(socket);
    };
    socket.onclose = ({ code }) => fail(`the connection was refused (${code})`);
  });
}

/** Closes a socket whose events are of no interest any more. */
export function release(socket: WebSocket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.close();
}

export function closedBy({ code, reason }: CloseEvent): RtcError {
  const why = reason === "" ? code : `${code}: ${reason}`;
  return socketError(`The connection to the server was lost (${why})`);
}

export function socketError(text: string): RtcError {
  return new RtcError(ErrorCode.SocketFailed, text);
}

function construct(address: string): WebSocket {
  try {
    return new WebSocket(address);
  } catch {
    // A page that came by https may open wss only.
    throw socketError(`The browser does not let this page connect to ${new URL(address).origin}`);
  }
}
