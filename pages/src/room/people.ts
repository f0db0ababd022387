import type { Peer, RemoteUser } from "../rtc-user";
import { type CallState, ending, type Person } from "./person";

/** Who has come and who is gone since the list before. */
export interface Difference {
  came: string[];
  left: string[];
}

/** The others in the room, and the calls with them: state alone, fed by RtcUser's events. */
export class People {
  readonly #people = new Map<string, Person>();
  #turn = 0;

  /** Those who are in the room, in the order of the server's list. */
  get here(): Person[] {
    return this.#all((person) => person.state !== "gone");
  }

  /** Those with whom a call is, or was a moment ago, in the order of the calls. */
  get inCall(): Person[] {
    return this.#all(({ call }) => call !== null && call !== "incoming").sort(byTurn);
  }

  /** Those who ring, the first one first. */
  get ringing(): Person[] {
    return this.#all(({ call }) => call === "incoming").sort(byTurn);
  }

  /** Those whom one could call. */
  get callable(): Person[] {
    return this.here.filter(({ call, state }) => isFree(call) && state !== "away");
  }

  get(id: string): Person | undefined {
    return this.#people.get(id);
  }

  /** The whole list, as the server tells it after each change. */
  list(listed: readonly Peer[]): Difference {
    const here = this.here;
    const names = (people: Person[]) => people.map(({ name }) => name);
    const ids = listed.map(({ remoteUserId }) => remoteUserId);
    const left = here.filter(({ id }) => !ids.includes(id));
    for (const { id } of left) {
      this.#change(id, { state: "gone" });
      this.end(id, "gone");
    }
    for (const { remoteUserId, remoteUserName: name, ...others } of listed) {
      this.#change(remoteUserId, { name, ...others });
    }
    const came = this.here.filter(({ id }) => !here.some((before) => before.id === id));
    return { came: names(came), left: names(left) };
  }

  /** A call begins: one's own, or another's. */
  begin({ remoteUserId, remoteUserName }: RemoteUser, call: "calling" | "incoming"): void {
    this.#change(remoteUserId, {
      name: remoteUserName,
      call,
      turn: ++this.#turn,
      stream: null,
      hasVideo: false,
    });
  }

  /** The call goes on; nothing is changed if there is none. */
  advance(id: string, call: "connecting" | "active" | "weak"): void {
    if (!isFree(this.get(id)?.call ?? null)) {
      this.#change(id, { call });
    }
  }

  /** The other's picture and sound: the call was answered. */
  show(id: string, stream: MediaStream, hasVideo: boolean): void {
    const call = this.get(id)?.call ?? null;
    if (!isFree(call)) {
      const next = call === "calling" || call === "incoming" ? "connecting" : call;
      this.#change(id, { stream, hasVideo, call: next });
    }
  }

  /** The call is over; false if there was none. Who had a picture, or was called, keeps the place for a last word. */
  end(id: string, reason: string): boolean {
    const person = this.get(id);
    if (person === undefined || isFree(person.call)) {
      return false;
    }
    if (person.call === "incoming" || reason === "own") {
      this.#change(id, { call: null, stream: null });
      this.#sweep(id);
    } else {
      const { word } = ending(reason, person.name);
      this.#change(id, { call: "ended", ending: word, stream: null });
    }
    return true;
  }

  /** The last word was said. */
  forget(id: string): void {
    if (this.get(id)?.call === "ended") {
      this.#change(id, { call: null });
    }
    this.#sweep(id);
  }

  clear(): void {
    this.#people.clear();
  }

  #sweep(id: string): void {
    const person = this.get(id);
    if (person?.state === "gone" && person.call === null) {
      this.#people.delete(id);
    }
  }

  #change(id: string, change: Partial<Person>): void {
    const before = this.get(id) ?? NOBODY;
    this.#people.set(id, { ...before, id, ...change });
    if (change.state === "gone") {
      this.#sweep(id);
    }
  }

  #all(which: (person: Person) => boolean): Person[] {
    return [...this.#people.values()].filter(which);
  }
}

const NOBODY: Person = {
  id: "",
  name: "",
  state: "available",
  audioMuted: false,
  videoMuted: false,
  call: null,
  turn: 0,
  ending: "",
  stream: null,
  hasVideo: false,
};

function isFree(call: CallState | null): boolean {
  return call === null || call === "ended";
}

function byTurn(one: Person, other: Person): number {
  return one.turn - other.turn;
}
