import { asText, wrongValue } from "./arguments";

const SOCKET_SCHEMES: Record<string, string> = {
  "https:": "wss:",
  "http:": "ws:",
  "wss:": "wss:",
  "ws:": "ws:",
};

/** Where the server's socket is when the application gives no path. */
const DEFAULT_PATH = "/p/webrtcws";

/** The WebSocket address that an application's server address means. */
export function socketAddress(server: unknown, argument = "options.server"): string {
  const given = asText(server, argument).trim();
  const parts = /^([a-z]+:)\/\/(.+)$/i.exec(given);
  const scheme = SOCKET_SCHEMES[parts?.[1]?.toLowerCase() ?? ""];
  const address = scheme === undefined ? null : parse(`${scheme}//${parts?.[2]}`);
  if (address === null) {
    throw wrongValue(argument, "an address that starts with https://, http://, wss:// or ws://");
  }
  if (address.pathname === "/") {
    address.pathname = DEFAULT_PATH;
  }
  address.hash = ""; // WebSocket refuses a fragment.
  return address.href;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
