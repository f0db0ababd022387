import { asObject, asOptionalText, wrongType, wrongValue } from "./arguments";

/** A STUN or TURN server ({@link RtcUser.setIceServers}). */
export interface IceServer {
  /** Its address or addresses: `stun:`, `stuns:`, `turn:` or `turns:`. */
  urls: string | string[];
  /** Needed for TURN. */
  username?: string;
  /** Needed for TURN. */
  credential?: string;
}

const ADDRESS = /^(stuns?|turns?):[^\s/]\S*$/i;

/** The servers as a peer connection takes them. */
export function checkIceServers(servers: unknown): RTCIceServer[] {
  if (!Array.isArray(servers)) {
    throw wrongType("iceServers", "an array");
  }
  return servers.map((server, index) => checkServer(server, `iceServers[${index}]`));
}

function checkServer(server: unknown, path: string): RTCIceServer {
  const given = asObject(server as IceServer, path);
  const urls = checkAddresses(given.urls, `${path}.urls`);
  const username = asOptionalText(given.username, `${path}.username`);
  const credential = asOptionalText(given.credential, `${path}.credential`);
  if (urls.some((url) => /^turn/i.test(url))) {
    for (const [name, value] of Object.entries({ username, credential })) {
      if (value === undefined) {
        throw wrongValue(`${path}.${name}`, "given, as its urls name a TURN server");
      }
    }
  }
  return {
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  };
}

function checkAddresses(urls: unknown, path: string): string[] {
  const all: unknown[] = Array.isArray(urls) ? urls : [urls];
  if (all.length === 0) {
    throw wrongValue(path, "an address or several, not none");
  }
  return all.map((url, index) => {
    const argument = Array.isArray(urls) ? `${path}[${index}]` : path;
    if (typeof url !== "string") {
      throw wrongType(argument, "a string");
    }
    if (!ADDRESS.test(url)) {
      throw wrongValue(argument, "an address that starts with stun:, stuns:, turn: or turns:");
    }
    return url;
  });
}
