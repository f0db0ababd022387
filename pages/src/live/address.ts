// RTMP addresses: rtmp[s]://[user:password@]host[:port]/app[/key].

/** null if it is none. */
function parsed(address: string): URL | null {
  try {
    return /^rtmps?:\/\/[^/\s]+\/\S/i.test(address) ? new URL(address) : null;
  } catch {
    return null;
  }
}

/**
 * Whether a stream can be sent there.
 *
 * @param key given apart from the address; without it the address ends with it
 */
export function isAddress(address: string, key: string): boolean {
  const parts = parsed(address)?.pathname.split("/").filter(Boolean) ?? [];
  return parts.length > (key === "" ? 1 : 0);
}

/** In small letters; empty if it is no address. */
export function hostOf(address: string): string {
  return parsed(address)?.hostname.toLowerCase() ?? "";
}

/** Whether an address is an ingest's own, or below it; the port may be left out where it is the usual one. */
export function isBelow(ingest: string, address: string): boolean {
  const plain = (url: string) => `${url.replace(/^(rtmp:\/\/[^/]*?):1935(?=\/|$)/i, "$1")}/`;
  return plain(address).startsWith(plain(ingest));
}

/** The address without user, password and key: the browser keeps no credentials. */
export function withoutSecrets(address: string, key: string): string {
  const url = parsed(address);
  if (url === null) {
    return "";
  }
  const parts = url.pathname.split("/").filter(Boolean);
  const kept = key === "" && parts.length > 1 ? parts.slice(0, -1) : parts;
  return `${url.protocol}//${url.host}/${kept.join("/")}`;
}
