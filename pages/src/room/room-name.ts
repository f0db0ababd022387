/** As many characters as a room's name may have; the server takes more. */
export const LONGEST_NAME = 80;

/** What separates lines or is not seen at all has no place in a name. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A name as it was typed, cleaned: of a room, or a person's own; empty if nothing is left. */
export function cleanName(typed: string): string {
  return typed.replace(UNSEEN, " ").replace(/\s+/g, " ").trim();
}

/** What is wrong with a room's name, or null. Browsers take "." and ".." in addresses for folders. */
export function whyNoRoom(name: string): string | null {
  if (name === "") {
    return "Please give the room a name.";
  }
  if (/^\.{1,2}$/.test(name)) {
    return "A name needs more than dots.";
  }
  return name.length > LONGEST_NAME
    ? `A room’s name has at most ${LONGEST_NAME} characters.`
    : null;
}

/** The address of a room: any text can be its name. */
export function pathOfRoom(name: string): string {
  return `/room/${encodeURIComponent(name)}`;
}

/** The name in `/room/NAME`, as it was given; null if there is none, or none that can be read. */
export function roomInPath(path: string): string | null {
  try {
    const name = cleanName(decodeURIComponent(/^\/room\/(.+?)\/?$/.exec(path)?.[1] ?? ""));
    return whyNoRoom(name) === null ? name : null;
  } catch {
    return null;
  }
}
