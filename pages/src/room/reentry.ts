const KEPT_AS = "rillcast.inside";

/** How one was in a room, so that a reload brings one back just so. */
export interface Inside {
  room: string;
  audioMuted: boolean;
  videoMuted: boolean;
}

/** For as long as the tab is open; null: one has left. */
export function keepInside(inside: Inside | null): void {
  try {
    if (inside === null) {
      sessionStorage.removeItem(KEPT_AS);
    } else {
      sessionStorage.setItem(KEPT_AS, JSON.stringify(inside));
    }
  } catch {
    // A reload leads to the lobby.
  }
}

/** What was kept, if the page was reloaded in that very room. */
export function insideBefore(room: string): Inside | null {
  const [load] = performance.getEntriesByType("navigation");
  if ((load as PerformanceNavigationTiming | undefined)?.type !== "reload") {
    return null;
  }
  try {
    const inside = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "null") as Inside | null;
    return inside?.room === room ? inside : null;
  } catch {
    return null;
  }
}
