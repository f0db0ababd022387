import { Call, type Sending } from "./call";
import { ErrorCode, notNow, RtcError } from "./errors";
import type { EventMap, EventName } from "./events";
import type { Server } from "./ice";
import type { Message } from "./message";
import type { Measured } from "./monitor";
import { because, type DropReason, type RejectReason, type RemoteUser, readRemote } from "./rooms";

/** Whoever makes and takes the calls. */
export interface Caller {
  emit<Name extends EventName>(name: Name, data: EventMap[Name]): void;
  /** A call can't go on. */
  failed(error: RtcError, remoteUserId: string): void;
  iceServers(): Promise<RTCIceServer[]>;
  sending(): Sending;
  /** Sees to it that there is something to send, if that can be. */
  capture(): Promise<void>;
  /** The last call is over. */
  idle(): void;
}

/**
 * A call from its beginning on: `calling` or `ringing` → `answered`. Whatever ends it takes it out of the list first, so
 * that it ends once.
 */
interface Entry {
  remote: RemoteUser;
  /** The server's, as soon as it is known. */
  number: unknown;
  phase: "calling" | "ringing" | "answered";
  /** The server knows, or will know, what this user wants: it was asked to call or to answer. */
  asked: boolean;
  /** From the answer on. */
  call: Call | null;
}

/** The calls of one stay in a room, one at most with each other member. */
export class Calls {
  readonly #server: Server;
  readonly #caller: Caller;
  readonly #all = new Map<string, Entry>();
  /** Until the server has answered, what it says of a call may still mean the one that is being ended. */
  readonly #ending = new Map<string, Promise<unknown>>();
  #names = new Map<string, string>();

  constructor(server: Server, caller: Caller) {
    this.#server = server;
    this.#caller = caller;
  }

  /** Who is there, and how they are called. */
  named(names: Map<string, string>): void {
    this.#names = names;
  }

  async invoke(id: string): Promise<void> {
    await this.#ending.get(id);
    const before = this.#all.get(id);
    if (before?.phase === "answered") {
      this.#caller.emit("CallStillActive", before.remote);
      return;
    }
    if (before?.phase === "ringing") {
      return this.answer(id);
    }
    if (before !== undefined) {
      throw notNow(`You are calling ${id} already`);
    }
    const remote = { remoteUserName: this.#names.get(id) ?? "", remoteUserId: id };
    const entry = this.#begin({ remote, number: null, phase: "calling", asked: false, call: null });
    await this.#ask("invokeCall", entry);
  }

  async answer(id: string): Promise<void> {
    const entry = this.#ringing(id);
    if (entry !== null) {
      await this.#ask("answerCall", entry);
    }
  }

  async decline(id: string): Promise<void> {
    const entry = this.#ringing(id);
    if (entry === null) {
      throw notNow(`The call of ${id} is answered already; hang it up`);
    }
    this.#remove(entry);
    await this.#tellEnd("declineCall", id);
  }

  async hangUp(id: string): Promise<void> {
    const entry = this.#all.get(id);
    if (entry === undefined) {
      throw noSuch(`There is no call with ${id}`);
    }
    await this.#hangUp(entry, "hungUp");
  }

  /** What the server says on its own about calls. */
  received(event: Message): void {
    const { type, call: number, reason } = event;
    const remote = readRemote(event);
    if (type === "callIncoming") {
      this.#incoming(number, remote);
      return;
    }
    const entry = this.#all.get(remote.remoteUserId);
    if (entry === undefined || (entry.number !== null && entry.number !== number)) {
      return;
    }
    if (type === "callDescription") {
      entry.call?.described((event["description"] ?? {}) as Message);
    } else if (type === "callCandidates") {
      entry.call?.candidates(event["candidates"]);
    } else if (type === "callAnswered") {
      this.#answered(Object.assign(entry, { number, remote }), event["polite"] === true);
    } else if (type === "callDropped") {
      this.#drop(entry, reason as DropReason);
    } else if (type === "callRejected" && this.#remove(entry)) {
      this.#caller.emit("CallRejected", because(remote, reason as RejectReason));
    } else if (type === "callDeclined" && this.#remove(entry)) {
      this.#caller.emit("CallDeclined", remote);
    }
  }

  /** The session outlived a lost connection, and so did the calls. */
  resumed(): void {
    for (const { phase, remote } of this.#all.values()) {
      if (phase === "answered") {
        this.#caller.emit("CallStillActive", remote);
      }
    }
  }

  /** Something else is to be sent, or in another way. */
  async send(sending: Sending): Promise<void> {
    const calls = [...this.#all.values()].map(({ call }) => call?.send(sending));
    await Promise.allSettled(calls);
  }

  measured(): Measured[] {
    return [...this.#all].flatMap(([remoteUserId, { call }]) =>
      call === null ? [] : [{ source: call, remoteUserId }],
    );
  }

  /** Ends all of them; the server knows. */
  end(reason: DropReason): void {
    for (const entry of [...this.#all.values()]) {
      this.#drop(entry, reason);
    }
  }

  /** Ends all of them without a word. */
  close(): void {
    for (const { call } of this.#all.values()) {
      call?.close();
    }
    this.#all.clear();
  }

  /** Captures, and asks the server to call or to answer. What ends the call meanwhile has told so. */
  async #ask(type: string, entry: Entry): Promise<void> {
    const { remoteUserId } = entry.remote;
    await this.#caller.capture();
    if (!this.#stands(entry)) {
      return;
    }
    entry.asked = true;
    try {
      await this.#server.request(type, { remoteUserId });
    } catch (cause) {
      if (this.#stands(entry)) {
        this.#refused(entry);
        throw cause;
      }
    }
  }

  #refused(entry: Entry): void {
    entry.asked = false;
    if (entry.phase === "calling" && entry.number !== null) {
      // The other one's call, which this one would have answered, still rings.
      entry.phase = "ringing";
      this.#caller.emit("CallIncoming", entry.remote);
    } else if (entry.phase === "calling") {
      this.#remove(entry);
    }
  }

  #incoming(number: unknown, remote: RemoteUser): void {
    const before = this.#all.get(remote.remoteUserId);
    if (before?.phase === "calling") {
      // Both call each other: the server takes this user's call for the answer.
      Object.assign(before, { number, remote });
      return;
    }
    if (before?.number === number) {
      return;
    }
    if (before !== undefined) {
      this.#drop(before, "hungUp");
    }
    this.#begin({ remote, number, phase: "ringing", asked: false, call: null });
    this.#caller.emit("CallIncoming", remote);
  }

  /** The entry of an incoming call; null if it is being answered already. */
  #ringing(id: string): Entry | null {
    const entry = this.#all.get(id);
    if (entry === undefined || entry.phase === "calling") {
      throw noSuch(`${id} is not calling you`);
    }
    return entry.phase === "ringing" && !entry.asked ? entry : null;
  }

  #answered(entry: Entry, polite: boolean): void {
    // Nobody is seen or heard who has not called or answered.
    if (entry.asked && entry.phase !== "answered") {
      entry.phase = "answered";
      entry.call = this.#open(entry, polite);
    }
  }

  #open(entry: Entry, polite: boolean): Call {
    const { remote, number } = entry;
    const { remoteUserId } = remote;
    const { emit, sending, iceServers } = this.#caller;
    return new Call(polite, sending(), {
      send: (type, fields) => {
        // What does not come through leaves the call without a connection, and that is told.
        this.#server
          .request(type, { remoteUserId, call: number, ...fields })
          .catch(() => undefined);
      },
      iceServers,
      active: () => emit("CallActive", remote),
      unstable: () => emit("CallUnstable", remote),
      stable: () => emit("CallAgainStable", remote),
      streamAdded: (stream, hasVideo) =>
        emit("RemoteStreamAdded", { ...remote, stream, metadata: { hasVideo } }),
      failed: (error) => {
        this.#caller.failed(error, remoteUserId);
        void this.#hangUp(entry, "failed");
      },
    });
  }

  async #hangUp(entry: Entry, reason: DropReason): Promise<void> {
    const known = entry.asked || entry.number !== null;
    this.#drop(entry, reason);
    if (known) {
      await this.#tellEnd("hangUpCall", entry.remote.remoteUserId);
    }
  }

  /** The call is over on this side, whatever the server says. */
  async #tellEnd(type: string, remoteUserId: string): Promise<void> {
    const told = this.#server.request(type, { remoteUserId }).catch(() => undefined);
    this.#ending.set(remoteUserId, told);
    await told;
    if (this.#ending.get(remoteUserId) === told) {
      this.#ending.delete(remoteUserId);
    }
  }

  #begin(entry: Entry): Entry {
    this.#all.set(entry.remote.remoteUserId, entry);
    return entry;
  }

  #drop(entry: Entry, reason: DropReason): void {
    if (this.#remove(entry)) {
      this.#caller.emit("CallDropped", because(entry.remote, reason));
    }
  }

  #stands(entry: Entry): boolean {
    return this.#all.get(entry.remote.remoteUserId) === entry;
  }

  #remove(entry: Entry): boolean {
    const stood = this.#stands(entry);
    if (stood) {
      this.#all.delete(entry.remote.remoteUserId);
      entry.call?.close();
      if (this.#all.size === 0) {
        this.#caller.idle();
      }
    }
    return stood;
  }
}

function noSuch(why: string): RtcError {
  return new RtcError(ErrorCode.NoSuchObject, why);
}
