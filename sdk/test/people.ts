import { vi } from "vitest";
import { RtcUser } from "../src/rtc-user";
import { LinkedPeer } from "./linked-peer";
import { installDevices, type ScriptedDevices } from "./scripted-media";
import { installBrowser } from "./scripted-peer";
import { ScriptedRoom } from "./scripted-room";
import { ScriptedSocket } from "./scripted-socket";

type Message = Record<string, unknown>;
type Deliver = () => void;

/** A WebSocket to the scripted room. */
class LinkedSocket extends ScriptedSocket {
  static room: ScriptedRoom;
  /** What is under way while the network is held up; null while it is not. */
  static held: Deliver[] | null = null;

  readonly #take = LinkedSocket.room.connect((message) =>
    deliver(() => this.readyState === ScriptedSocket.OPEN && this.say(message)),
  );

  constructor(url: string) {
    super(url);
    queueMicrotask(() => this.open());
  }

  override send(text: string): void {
    super.send(text);
    const message = JSON.parse(text) as Message;
    deliver(() => this.#take(message));
  }
}

function deliver(work: Deliver): void {
  if (LinkedSocket.held === null) {
    queueMicrotask(work);
  } else {
    LinkedSocket.held.push(work);
  }
}

/** One user of the room, and all that it was told. */
export class Person {
  readonly user = new RtcUser();
  readonly events: { name: string; data: Message; error?: { code: number } }[] = [];
  socket!: ScriptedSocket;

  constructor(readonly id: string) {
    this.user.on(/./, (event) => this.events.push(event as unknown as Person["events"][number]));
  }

  /** The names of the events about calls since the last time, with their reasons. */
  calls(): string[] {
    return this.events
      .splice(0)
      .filter(({ name }) => /^Call|^RemoteStream/.test(name))
      .map(({ name, data }) => (data["reason"] === undefined ? name : `${name} ${data["reason"]}`));
  }

  /** The latest event of that name. */
  told(name: string): Message | undefined {
    return this.events.findLast((event) => event.name === name)?.data;
  }
}

/** Users in one room, in browsers that negotiate; time stands still but for {@link People.pass}. */
export class People {
  readonly room = new ScriptedRoom();
  readonly devices: ScriptedDevices;
  #count = 0;

  constructor() {
    vi.useFakeTimers();
    installBrowser();
    this.devices = installDevices();
    vi.stubGlobal("RTCPeerConnection", LinkedPeer);
    vi.stubGlobal("WebSocket", LinkedSocket);
    LinkedPeer.all = [];
    ScriptedSocket.all = [];
    LinkedSocket.room = this.room;
    LinkedSocket.held = null;
  }

  async join(name: string): Promise<Person> {
    const person = new Person(String(++this.#count));
    await person.user.signIn({ server: "http://localhost", userName: name, room: "studio" });
    person.socket = ScriptedSocket.last;
    await person.user.enterRoom();
    await this.pass(0);
    return person;
  }

  async pass(ms = 200): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Messages wait, as if all of them were sent at the same moment. */
  hold(): void {
    LinkedSocket.held = [];
  }

  async release(): Promise<void> {
    const held = LinkedSocket.held ?? [];
    LinkedSocket.held = null;
    for (const work of held) {
      work();
    }
    await this.pass();
  }

  /** The two connections of a call that was answered and stands: the caller's and the called one's. */
  async call(caller: Person, callee: Person): Promise<[LinkedPeer, LinkedPeer]> {
    await caller.user.invokeCall(callee.id);
    await this.pass(0);
    await callee.user.answerCall(caller.id);
    await this.pass();
    const [one, other] = LinkedPeer.all.slice(-2);
    if (one === undefined || other === undefined) {
      throw new Error("The call was not answered");
    }
    one.become("connected");
    other.become("connected");
    return [one, other];
  }

  /** The types of what a user asked of the server since signing in and entering. */
  asked(person: Person): unknown[] {
    const types = this.room.heard.filter(({ from }) => from === person.id);
    return types.map(({ type }) => type).slice(2);
  }
}
