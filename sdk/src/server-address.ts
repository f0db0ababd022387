import { asText, wrongValue } from "./arguments";

const SCHEMES: Record<string, { socket: string; http: string }> = {
  "https:": { socket: "wss:", http: "https:" },
  "http:": { socket: "ws:", http: "http:" },
  "wss:": { socket: "wss:", http: "https:" },
  "ws:": { socket: "ws:", http: "http:" },
};

/** Where the server's socket is when the application gives no path. */
const DEFAULT_PATH = "/p/webrtcws";

/** The WebSocket address that an application's server address means. */
export function socketAddress(server: unknown, argument = "options.server"): string {
  return address(server, "socket", argument);
}

/** The address that the same server answers HTTP requests at. */
export function httpAddress(server: unknown, argument: string): string {
  return address(server, "http", argument);
}

function address(server: unknown, kind: "socket" | "http", argument: string): string {
  const given = asText(server, argument).trim();
  const parts = /^([a-z]+:)\/\/(.+)$/i.exec(given);
  const scheme = SCHEMES[parts?.[1]?.toLowerCase() ?? ""];
  const parsed = scheme === undefined ? null : parse(`${scheme[kind]}//${parts?.[2]}`);
  // fetch refuses a user and password in an address, and they would end up in logs.
  if (parsed === null || parsed.username !== "" || parsed.password !== "") {
    throw wrongValue(
      argument,
      "an address that starts with https://, http://, wss:// or ws://, without user and password",
    );
  }
  if (parsed.pathname === "/") {
    parsed.pathname = DEFAULT_PATH;
  }
  parsed.hash = ""; // WebSocket refuses a fragment.
  return parsed.href;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
