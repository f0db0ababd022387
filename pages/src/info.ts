/** What the server tells its pages. */
export interface Info {
  version: string;
  /** Where the server's own ingest takes streams, e.g. `rtmp://localhost:1935/live`; null if it is off. */
  ingest: string | null;
  /** Whether signing in takes credentials. If not, only the server's own machine may. */
  credentials?: boolean;
  /** Seconds after which the server asks for a key frame. */
  keyframeInterval?: number;
  /** How many transcoders may run; 0: video passes through only. */
  transcoders?: number;
}

const UNKNOWN: Info = { version: "", ingest: "rtmp://localhost:1935/live" };

/** Asks the server; what it doesn't say is as in its default configuration. */
export async function fetchInfo(): Promise<Info> {
  try {
    const answer = await fetch("/api/info");
    return answer.ok ? { ...UNKNOWN, ...(await answer.json()) } : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}
