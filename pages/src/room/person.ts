import type { PeerState } from "../rtc-user";

/**
 * How far one's own call with somebody is: calling → connecting → active ⇄ weak → ended, or incoming → connecting.
 * ended: what became of it is still shown for a moment.
 */
export type CallState = "calling" | "incoming" | "connecting" | "active" | "weak" | "ended";

/** Somebody else in the room. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** As the server tells it: available, ringing, incall, away; gone if the server names the person no more. */
  readonly state: PeerState | "gone";
  readonly audioMuted: boolean;
  readonly videoMuted: boolean;
  readonly call: CallState | null;
  /** Calls are shown in the order in which they began. */
  readonly turn: number;
  /** What became of an ended call, in a word or two. */
  readonly ending: string;
  readonly stream: MediaStream | null;
  readonly hasVideo: boolean;
}

/** What people read for the state of a call. */
const CALL_WORDS: Record<CallState, string> = {
  calling: "Calling…",
  incoming: "Is calling you",
  connecting: "Connecting…",
  active: "In your call",
  weak: "Weak connection",
  ended: "",
};

const STATE_WORDS: Record<Person["state"], string> = {
  available: "Available",
  ringing: "Ringing",
  incall: "In another call",
  away: "Away",
  gone: "Left",
};

/** The word beside the person's name. */
export function wordFor({ call, state, ending }: Person): string {
  const word = call === null ? STATE_WORDS[state] : CALL_WORDS[call] || ending;
  return state === "away" && call !== null ? "Away" : (word ?? state);
}

/** The word on the person's picture; empty where the picture says it all. */
export function wordOnTile({ call, state, ending }: Person): string {
  if (call === "ended") {
    return ending;
  }
  if (state === "away") {
    return "Away";
  }
  return call === null || call === "active" ? "" : CALL_WORDS[call];
}

/** What ends calls, as `CallRejected` and `CallDropped` give the reason. */
const ENDINGS: Record<string, { word: string; sentence: (name: string) => string }> = {
  declined: { word: "Declined", sentence: (name) => `${name} declined the call.` },
  busy: { word: "Busy", sentence: (name) => `${name} is busy with other calls.` },
  unanswered: { word: "No answer", sentence: (name) => `${name} did not answer.` },
  hungUp: { word: "Hung up", sentence: (name) => `${name} hung up.` },
  gone: { word: "Left", sentence: (name) => `${name} left.` },
  left: { word: "Left", sentence: (name) => `The call with ${name} is over.` },
  failed: { word: "No connection", sentence: (name) => `There is no connection to ${name}.` },
  lost: { word: "Connection lost", sentence: (name) => `The call with ${name} was lost.` },
};

export function ending(reason: string, name: string): { word: string; sentence: string } {
  const { word, sentence } = ENDINGS[reason] ?? {
    word: "Ended",
    sentence: (other: string) => `The call with ${other} is over.`,
  };
  return { word, sentence: sentence(isolated(name)) };
}

/** A name within a sentence: one that is written from right to left must not turn the rest around (UAX #9). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** Up to two letters that stand for a name where there is no picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => LETTER.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => firstLetter(word ?? "")).join("");
}

/** An emoji of several code points is one letter to people; brackets and dashes are none. */
function firstLetter(word: string): string {
  const letters =
    typeof Intl.Segmenter === "function"
      ? Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment)
      : [...word];
  return (letters.find((letter) => LETTER.test(letter)) ?? "").toLocaleUpperCase();
}

const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** One of so many tints, always the same for a name. */
export function tint(name: string, tints: number): number {
  let sum = 0;
  for (const letter of name) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return sum % tints;
}
