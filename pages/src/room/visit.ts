import { byId } from "../dom";
import type { RtcError, RtcUser } from "../rtc-user";
import type { SignIn } from "../sign-in/sign-in";
import { Bar } from "./bar";
import { Conversation } from "./conversation";
import { Lobby } from "./lobby";
import { Notices } from "./notices";
import { OwnMedia } from "./own-media";
import { openPanel } from "./panel";
import { insideBefore, keepInside } from "./reentry";

/** kbit/s for each of a few pictures at once: a home's line carries four of them. */
const BITRATES = { videoSendInitialBitrate: 500, videoSendBitrate: 1200 };

const ASKED = "Your browser asks for your camera and microphone.";

/** One's visit to a room: lobby → room, and back to the lobby by leaving or by losing the server. */
export class Visit {
  readonly #user: RtcUser;
  readonly #signIn: SignIn;
  readonly #room: string;
  readonly #notices = new Notices();
  readonly #media: OwnMedia;
  readonly #lobby: Lobby;
  readonly #bar: Bar;
  readonly #conversation: Conversation;
  readonly #connection = byId("connection", HTMLElement);
  #noPicture = ASKED;
  #inside = false;
  #awake: WakeLockSentinel | null = null;

  constructor(user: RtcUser, signIn: SignIn, room: string) {
    this.#user = user;
    this.#signIn = signIn;
    this.#room = room;
    this.#media = new OwnMedia(user, {
      changed: () => this.#mediaChanged(),
      problem: (sentence) => this.#mediaProblem(sentence),
    });
    this.#lobby = new Lobby(
      room,
      () => void this.enter(),
      () => void this.prepare(),
    );
    const done = (sentence: string) => this.#notices.whisper(sentence);
    this.#bar = new Bar(this.#media, user.isScreenCaptureAvailable(), done);
    this.#conversation = new Conversation(user, this.#media, this.#notices);
    user.setConfig({ bitrates: BITRATES });
    user.on("ServerStatus", ({ data }) => {
      this.#connection.hidden = data.status === "connected";
      this.#notices.whisper(`${data.text}.`);
    });
    user.on("ServerError", ({ error }) => void this.#lost(error));
    byId("leave", HTMLButtonElement).addEventListener("click", () => void this.leave());
    openPanel(room, (sentence) => this.#notices.say(sentence));
    this.#bar.show();
  }

  /** Shows oneself; after a reload in the room the door stands open. */
  async open(): Promise<void> {
    const before = insideBefore(this.#room);
    this.#lobby.show(true);
    if (before !== null) {
      this.#media.muteAudio(before.audioMuted);
      this.#media.muteVideo(before.videoMuted);
      this.#lobby.busy(true);
    }
    await this.prepare();
    if (before !== null) {
      await this.enter();
    } else {
      this.#lobby.focus();
    }
  }

  async prepare(): Promise<void> {
    this.#noPicture = ASKED;
    this.#lobby.tell("");
    if (await this.#media.start()) {
      this.#noPicture = "No camera: the others will only hear you.";
      this.#mediaChanged();
    }
  }

  /** With neither camera nor microphone one comes in to listen. */
  async enter(): Promise<void> {
    const userName = this.#lobby.takeName();
    if (userName === "") {
      this.#lobby.busy(false);
      return;
    }
    this.#lobby.tell("");
    this.#lobby.busy(true);
    if (this.#media.stream === null) {
      await this.#media.start();
    }
    const visitor = () => ({ userName, room: this.#room });
    try {
      if (await this.#signIn.enter(visitor, () => undefined)) {
        this.#conversation.begin(userName);
        await this.#user.enterRoom();
        this.#show(true);
        this.#awake = (await navigator.wakeLock?.request().catch(() => null)) ?? null;
        return;
      }
    } catch (cause) {
      this.#lobby.tell((cause as RtcError).message, true);
      await this.#signOut();
    }
    this.#lobby.busy(false);
  }

  async leave(): Promise<void> {
    this.#show(false);
    this.#noPicture = "Your camera and microphone are free again.";
    this.#lobby.tell("You left the room.");
    this.#lobby.focus();
    await this.#signOut();
    await this.#media.stop();
  }

  async #lost({ message }: RtcError): Promise<void> {
    if (this.#inside) {
      this.#show(false);
      this.#lobby.tell(`You are out of the room: ${message}`, true);
      this.#lobby.focus();
      await this.#awake?.release();
    }
  }

  async #signOut(): Promise<void> {
    this.#conversation.end();
    await this.#awake?.release();
    this.#awake = null;
    await this.#user.leaveRoom().catch(() => undefined);
    await this.#user.signOut().catch(() => undefined);
  }

  #show(inside: boolean): void {
    this.#inside = inside;
    this.#lobby.show(!inside);
    this.#connection.hidden = true;
    byId("inside", HTMLElement).hidden = !inside;
    document.body.classList.toggle("in-room", inside);
    this.#mediaChanged();
    if (inside) {
      byId("inside-title", HTMLElement).focus();
    } else {
      this.#conversation.end();
      keepInside(null);
    }
  }

  #mediaChanged(): void {
    const { audioMuted, videoMuted } = this.#media;
    this.#bar.show();
    this.#lobby.showPicture(this.#media, this.#noPicture);
    this.#conversation.render();
    if (this.#inside) {
      keepInside({ room: this.#room, audioMuted, videoMuted });
    }
  }

  #mediaProblem(sentence: string): void {
    this.#noPicture = "No picture. You can still come in, and listen.";
    if (this.#inside) {
      this.#notices.say(sentence, "bad");
    } else {
      this.#lobby.tell(sentence, true);
    }
  }
}
