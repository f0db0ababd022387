// As much of a server as rooms and calls need (docs/signalling.md): one room, in memory, that answers at once.

type Message = Record<string, unknown>;

interface Member {
  readonly userId: string;
  readonly userName: string;
  here: boolean;
  audioMuted: boolean;
  videoMuted: boolean;
  /** All that it was to be told, also while it was away. */
  readonly told: Message[];
  heard: number;
  deliver: (message: Message) => void;
}

interface Ringing {
  readonly number: number;
  readonly caller: Member;
  readonly callee: Member;
  answered: boolean;
}

class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export class ScriptedRoom {
  /** All requests so far, each with the id of the user that asked. */
  readonly heard: Message[] = [];
  /** Joins the answer to `signIn`, and is that to `iceServers`. */
  ice: Message = {};
  calls: Ringing[] = [];
  /** Ids of those who have as many calls as they may have. */
  readonly busy = new Set<string>();
  /** If there is a list, what would tell of a description is put there, so that candidates overtake it. */
  describeLater: (() => void)[] | null = null;
  readonly #members: Member[] = [];
  #lastCall = 0;
  #lastUser = 0;

  /** @returns what takes a client's messages */
  connect(send: (message: Message) => void): (message: Message) => void {
    const userId = String(++this.#lastUser);
    const known = { userId, userName: "", here: false, audioMuted: false, videoMuted: false };
    let member: Member = { ...known, told: [], heard: 0, deliver: send };
    return (message) => {
      if (message["type"] === "resume") {
        member = this.#resume(message, send) ?? member;
      } else {
        member.heard++;
        this.#take(member, message);
      }
    };
  }

  /** The call between two, if there is one. */
  between(one: string, other: string): Ringing | undefined {
    return this.calls.find(({ caller, callee }) =>
      [one, other].every((id) => id === caller.userId || id === callee.userId),
    );
  }

  /** It rang for too long. */
  expire(): void {
    for (const call of this.calls.splice(0)) {
      this.#tell(call, call.caller, { type: "callRejected", reason: "unanswered" });
      this.#tell(call, call.callee, { type: "callDropped", reason: "unanswered" });
    }
  }

  /** Says something to a user. */
  say(userId: string, message: Message): void {
    const member = this.#member(userId);
    if (member !== undefined) {
      tell(member, message);
    }
  }

  leave(member: { userId: string }): void {
    const gone = this.#member(member.userId);
    if (gone?.here) {
      gone.here = false;
      for (const call of this.calls.filter((each) => concerns(each, gone.userId))) {
        this.calls = this.calls.filter((each) => each !== call);
        const other = call.caller === gone ? call.callee : call.caller;
        const rejected = !call.answered && call.caller === other;
        this.#tell(call, other, {
          type: rejected ? "callRejected" : "callDropped",
          reason: "gone",
        });
      }
      const { userId: remoteUserId, userName: remoteUserName } = gone;
      for (const other of this.#here()) {
        tell(other, { type: "peerGone", remoteUserId, remoteUserName });
      }
      this.#tellPeers();
    }
  }

  #resume({ id, resume, received }: Message, deliver: Member["deliver"]): Member | undefined {
    const member = this.#members.find(({ userId }) => resume === `${userId}.token`);
    if (member === undefined) {
      const error = { code: 107002, name: "NoSuchSession", message: "no such session" };
      deliver({ type: "error", id, error });
      return undefined;
    }
    member.deliver = deliver;
    deliver({ type: "ok", id, resume, resumeWithin: 30, received: member.heard });
    for (const missed of member.told.slice(received as number)) {
      deliver(missed);
    }
    return member;
  }

  #take(member: Member, message: Message): void {
    this.heard.push({ from: member.userId, ...message });
    const answer = (fields: Message) => tell(member, { id: message["id"], ...fields });
    const later: (() => void)[] = [];
    try {
      const fields = this.#do(member, message, later);
      answer({ type: "ok", ...fields });
    } catch (cause) {
      const { code, message: text } = cause as Refusal;
      answer({ type: "error", error: { code, name: "Refused", message: text } });
    }
    for (const each of later) {
      each();
    }
  }

  #do(member: Member, message: Message, later: (() => void)[]): Message {
    const { type } = message;
    const tellPeers = () => later.push(() => this.#tellPeers());
    if (type === "signIn") {
      Object.assign(member, { userName: message["userName"] });
      this.#members.push(member);
      const resume = `${member.userId}.token`;
      return { userId: member.userId, resume, resumeWithin: 30, ...this.ice };
    }
    if (type === "signOut" || type === "leaveRoom") {
      this.leave(member);
    } else if (type === "iceServers") {
      return this.ice;
    } else if (type === "enterRoom") {
      if (member.here) {
        throw new Refusal(1006, "you are in the room already");
      }
      member.here = true;
      tellPeers();
    } else if (type === "setMuted") {
      Object.assign(member, { audioMuted: message["audio"], videoMuted: message["video"] });
      tellPeers();
    } else {
      this.#call(member, message);
      tellPeers();
    }
    return {};
  }

  #call(member: Member, message: Message): void {
    const { type, remoteUserId } = message;
    const other = this.#here().find(({ userId }) => userId === remoteUserId);
    const call = this.between(member.userId, String(remoteUserId));
    if (other === undefined) {
      throw new Refusal(1004, `there is nobody in the room with the id ${remoteUserId}`);
    }
    if (type === "invokeCall") {
      this.#invoke(member, other, call);
    } else if (call === undefined) {
      throw new Refusal(1004, `there is no call with ${remoteUserId}`);
    } else if (type === "answerCall") {
      this.#answer(call);
    } else if (type === "callDescription" || type === "callCandidates") {
      if (!call.answered || call.number !== message["call"]) {
        throw new Refusal(1004, "there is no such call");
      }
      const { id: _, ...fields } = message;
      const say = () => tell(other, { ...fields, remoteUserId: member.userId });
      if (type === "callDescription" && this.describeLater !== null) {
        this.describeLater.push(say);
      } else {
        say();
      }
    } else {
      this.calls = this.calls.filter((each) => each !== call);
      const declined = !call.answered && call.callee === member;
      this.#tell(
        call,
        other,
        declined ? { type: "callDeclined" } : { type: "callDropped", reason: "hungUp" },
      );
    }
  }

  #invoke(caller: Member, callee: Member, standing: Ringing | undefined): void {
    if (standing?.callee === caller && !standing.answered) {
      this.#answer(standing);
    } else if (standing !== undefined) {
      throw new Refusal(1006, "you are calling already");
    } else {
      const call = { number: ++this.#lastCall, caller, callee, answered: false };
      if (this.busy.has(callee.userId)) {
        this.#tell(call, caller, { type: "callRejected", reason: "busy" });
      } else {
        this.calls.push(call);
        this.#tell(call, callee, { type: "callIncoming" });
      }
    }
  }

  #answer(call: Ringing): void {
    if (!call.answered) {
      call.answered = true;
      this.#tell(call, call.caller, { type: "callAnswered", polite: false });
      this.#tell(call, call.callee, { type: "callAnswered", polite: true });
    }
  }

  #tell(call: Ringing, member: Member, message: Message): void {
    const { userId, userName } = call.caller === member ? call.callee : call.caller;
    const remote = { remoteUserId: userId, remoteUserName: userName };
    tell(member, { call: call.number, ...remote, ...message });
  }

  #tellPeers(): void {
    for (const member of this.#here()) {
      const peers = this.#here()
        .filter((other) => other !== member)
        .map(({ userId, userName, audioMuted, videoMuted }) => {
          return { userId, userName, state: this.#state(userId), audioMuted, videoMuted };
        });
      tell(member, { type: "peerList", peers });
    }
  }

  #state(userId: string): string {
    const its = this.calls.filter((call) => concerns(call, userId));
    const busy = its.some(({ answered }) => answered) ? "incall" : "ringing";
    return its.length === 0 ? "available" : busy;
  }

  #member(userId: string): Member | undefined {
    return this.#members.find((each) => each.userId === userId);
  }

  #here(): Member[] {
    return this.#members.filter(({ here }) => here);
  }
}

function concerns({ caller, callee }: Ringing, userId: string): boolean {
  return caller.userId === userId || callee.userId === userId;
}

function tell(member: Member, message: Message): void {
  member.told.push(message);
  member.deliver(message);
}
