// The names that streams go by: /watch/NAME and rtmp://…/live/NAME.

const WATERS = ["brook", "creek", "delta", "fjord", "lagoon", "rapid", "river", "spring", "tide"];
const MOODS = ["amber", "bright", "calm", "clear", "gentle", "lively", "quiet", "silver", "swift"];

/** A readable name; the number keeps two people's apart. */
export function inventName(random: () => number = Math.random): string {
  const pick = (words: string[]) => words[Math.floor(random() * words.length)];
  return `${pick(MOODS)}-${pick(WATERS)}-${100 + Math.floor(random() * 900)}`;
}

/** Whether the name can stand in an address as it is. */
export function isStreamName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
}

/** The name in `/watch/NAME`, or null. */
export function nameInPath(path: string): string | null {
  const name = /^\/watch\/([^/]+)\/?$/.exec(path)?.[1] ?? "";
  return isStreamName(name) ? name : null;
}
