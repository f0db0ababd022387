import { byId } from "../dom";
import type { Peer, RemoteUser, RtcUser } from "../rtc-user";
import { Incoming } from "./incoming";
import { Loudness } from "./loudness";
import type { Notices } from "./notices";
import type { OwnMedia } from "./own-media";
import { People } from "./people";
import { ending, isolated } from "./person";
import { RingTone } from "./ring-tone";
import { type Deed, Roster } from "./roster";
import { OWN, Tiles } from "./tiles";

const LAST_WORD_MS = 3500;

/** An event that ends a call. */
type Ended = RemoteUser & { reason: string };

/** What goes on in the room, from entering to leaving: RtcUser's events in, the page's view out. */
export class Conversation {
  readonly #user: RtcUser;
  readonly #media: OwnMedia;
  readonly #notices: Notices;
  readonly #people = new People();
  readonly #tiles = new Tiles();
  readonly #roster = new Roster((deed, id) => this.#do(deed, id));
  readonly #incoming = new Incoming((id, answered) =>
    this.#do(answered ? "answer" : "decline", id),
  );
  readonly #callAll = byId("call-all", HTMLButtonElement);
  readonly #title = document.title;
  /** Calls that were ended here: there is nothing to tell about them. */
  readonly #endedHere = new Set<string>();
  readonly #lastWords = new Set<string>();
  #sound: { context: AudioContext; loudness: Loudness; ring: RingTone } | null = null;
  #name = "";
  #listed = false;

  constructor(user: RtcUser, media: OwnMedia, notices: Notices) {
    this.#user = user;
    this.#media = media;
    this.#notices = notices;
    user.on("PeerListUpdated", ({ data }) => this.#list(data.userlist));
    user.on("CallIncoming", ({ data }) => this.#rings(data));
    user.on("RemoteStreamAdded", ({ data }) => {
      this.#people.show(data.remoteUserId, data.stream, data.metadata.hasVideo);
      this.render();
    });
    user.on("CallActive", ({ data }) => {
      this.#advance(data, "active");
      this.#notices.whisper(`You are in a call with ${isolated(data.remoteUserName)}.`);
    });
    for (const name of ["CallStillActive", "CallAgainStable"] as const) {
      user.on(name, ({ data }) => this.#advance(data, "active"));
    }
    user.on("CallUnstable", ({ data }) => this.#advance(data, "weak"));
    user.on("CallDeclined", ({ data }) => this.#ended({ ...data, reason: "declined" }));
    user.on("CallRejected", ({ data }) => this.#ended(data));
    user.on("CallDropped", ({ data }) => this.#ended(data));
    user.on("CallError", ({ data }) => this.#notices.say(data.text, "bad"));
    this.#callAll.addEventListener("click", () => {
      for (const { id } of this.#people.callable) {
        this.#do("call", id);
      }
    });
    for (const touch of ["pointerdown", "keydown"]) {
      addEventListener(touch, () => void this.#sound?.context.resume());
    }
  }

  /** Begins before the room is entered, so that nothing that is told right then is missed. */
  begin(name: string): void {
    this.#name = name;
    this.#listed = false;
    const context = new AudioContext();
    const loudness = new Loudness(context, (id, speaks) => this.#tiles.speaks(id, speaks));
    this.#sound = { context, loudness, ring: new RingTone(context) };
    this.render();
  }

  end(): void {
    this.#people.clear();
    this.#endedHere.clear();
    this.#incoming.show([]);
    this.#tiles.clear();
    this.#notices.clear();
    this.#sound?.ring.ring(false);
    this.#sound?.loudness.close();
    void this.#sound?.context.close();
    this.#sound = null;
    document.title = this.#title;
  }

  /** Shows everything as it is now. */
  render(): void {
    if (this.#sound === null) {
      return;
    }
    const { here, inCall, ringing, callable } = this.#people;
    this.#tiles.show(this.#name, this.#media, inCall);
    this.#roster.show(this.#name, this.#media.audioMuted, here);
    this.#incoming.show(ringing);
    this.#callAll.hidden = callable.length < 2;
    this.#callAll.textContent = inCall.length === 0 ? "Call all" : "Call the others";
    this.#sound.ring.ring(ringing.length > 0);
    this.#sound.loudness.follow(OWN, this.#media.stream);
    for (const { id, stream, call } of inCall) {
      this.#sound.loudness.follow(id, stream);
      if (call === "ended") {
        this.#sayLastWord(id);
      }
    }
    document.title = ringing[0] ? `${ringing[0].name} is calling · Rillcast` : this.#title;
  }

  #do(deed: Deed | "decline", id: string): void {
    const person = this.#people.get(id);
    if (person === undefined) {
      return;
    }
    const over = () => {
      this.#people.end(id, "own");
      this.render();
    };
    if (deed === "call") {
      this.#endedHere.delete(id);
      this.#people.begin({ remoteUserId: id, remoteUserName: person.name }, "calling");
      // CallError tells why.
      this.#user.invokeCall(id).catch(over);
    } else if (deed === "answer") {
      this.#people.advance(id, "connecting");
      this.#user.answerCall(id).catch(over);
    } else {
      this.#endedHere.add(id);
      const end = deed === "decline" ? this.#user.declineCall(id) : this.#user.hangUpCall(id);
      end.catch(() => undefined).then(over);
    }
    this.render();
  }

  #list(listed: readonly Peer[]): void {
    const { came, left } = this.#people.list(listed);
    if (this.#listed) {
      for (const name of came) {
        this.#notices.say(`${isolated(name)} came in.`);
      }
      for (const name of left) {
        this.#notices.say(`${isolated(name)} left.`);
      }
    }
    this.#listed = true;
    this.render();
  }

  #rings(other: RemoteUser): void {
    this.#endedHere.delete(other.remoteUserId);
    this.#people.begin(other, "incoming");
    this.render();
  }

  #advance({ remoteUserId }: RemoteUser, call: "active" | "weak"): void {
    this.#people.advance(remoteUserId, call);
    this.render();
  }

  #ended({ remoteUserId: id, remoteUserName, reason }: Ended): void {
    const here = this.#endedHere.delete(id);
    const missed = this.#people.get(id)?.call === "incoming";
    if (this.#people.end(id, here ? "own" : reason) && !here) {
      const { sentence } = ending(reason, remoteUserName);
      this.#notices.say(missed ? `You missed a call from ${isolated(remoteUserName)}.` : sentence);
    }
    this.render();
  }

  #sayLastWord(id: string): void {
    if (!this.#lastWords.has(id)) {
      this.#lastWords.add(id);
      setTimeout(() => {
        this.#lastWords.delete(id);
        this.#people.forget(id);
        this.render();
      }, LAST_WORD_MS);
    }
  }
}
