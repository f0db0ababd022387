import { deadline } from "./deadline";
import { ErrorCode, RtcError } from "./errors";
import { parse } from "./message";
import { httpAddress } from "./server-address";

const ANSWER_WITHIN_MS = 5000;

/** What a server tells of itself. A figure that it does not know is absent. */
export interface ServerStats {
  hostname?: string;
  domainname?: string;
  /** Users that are connected, and how many may be. */
  active_connections?: number;
  max_connections?: number;
  /** Broadcasts that run, and how many may; 0: any number. */
  active_broadcasts?: number;
  max_broadcasts?: number;
  /** Broadcasts whose video is passed on as it is. */
  active_passthroughs?: number;
  /** Broadcasts whose video is transcoded. */
  active_transcoders?: number;
  /** The load of the machine, and the highest at which the server takes another broadcast; in %. */
  cpu_load?: number;
  max_cpu_load?: number;
  max_transcoders?: number;
  disk_space?: number | string;
  server_version?: string;
  transcoder_version?: string;
  /** Why there are no figures. */
  error?: string;
}

/** Asks a server for its figures; rejects if there is no answer within 5 s, or one that is none. */
export async function fetchServerStats(server: unknown, life: AbortSignal): Promise<ServerStats> {
  const address = httpAddress(server, "server");
  const stop = new AbortController();
  const callOff = deadline(ANSWER_WITHIN_MS, life, () => stop.abort());
  try {
    return await get(address, stop.signal);
  } catch (cause) {
    const { host } = new URL(address);
    const reason = stop.signal.aborted
      ? `no answer within ${ANSWER_WITHIN_MS / 1000} s`
      : RtcError.from(cause, 0).text;
    throw new RtcError(ErrorCode.General, `${host} tells nothing of itself: ${reason}`);
  } finally {
    callOff();
  }
}

async function get(address: string, signal: AbortSignal): Promise<ServerStats> {
  const headers = { Accept: "application/json" };
  const response = await fetch(address, {
    headers,
    signal,
    cache: "no-store",
    credentials: "omit",
  });
  const stats = response.ok ? parse(await response.text()) : null;
  if (stats === null) {
    throw new Error(response.ok ? "it did not answer with figures" : `status ${response.status}`);
  }
  return stats;
}
