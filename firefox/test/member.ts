import type { Browser } from "puppeteer-core";
import { expect } from "vitest";
import type { EventMap, EventName, RtcUser, StatsResults } from "../../sdk/src";
import { Application, type RaisedEvent } from "./application";

// What the page defines, and what WATCH adds.
declare const rtcUser: RtcUser;
declare let video: HTMLVideoElement;
declare const peers: RTCPeerConnection[];
declare const captured: MediaStreamTrack[];
declare let heard: { energy: number; seconds: number };

/** Before the SDK runs: keeps the connections it makes, and the tracks that devices give it. */
const WATCH = `
  window.peers = [];
  window.captured = [];
  window.heard = { energy: 0, seconds: 0 };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...all) { super(...all); peers.push(this); }
  };
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    const stream = await getUserMedia.call(this, constraints);
    captured.push(...stream.getTracks());
    return stream;
  };`;

/** Sound is measured between two looks at it; the fake microphones beep more often than that. */
const LISTEN = { timeout: 30_000, interval: 1_500 };
const LOUD = 1e-4;
const SILENT = 1e-8;

/** Somebody in a room, who sees and hears one other. */
export class Member {
  readonly application: Application;
  readonly name: string;
  readonly #server: string;
  #id = "";

  private constructor(application: Application, name: string, server: string) {
    this.application = application;
    this.name = name;
    this.#server = server;
  }

  /** A page with an element for the other one's picture, which is what its scripts look at. */
  static async open(browser: Browser, server: string, name: string): Promise<Member> {
    const application = await Application.open(browser, server, WATCH);
    await application.page.evaluate(() => {
      video = document.body.appendChild(document.createElement("video"));
      video.autoplay = true;
      rtcUser.on("RemoteStreamAdded", ({ data }) => {
        video.srcObject = data.stream;
      });
    });
    return new Member(application, name, server);
  }

  get id(): string {
    return this.#id;
  }

  async enter(room: string): Promise<void> {
    await this.application.call("signIn", { server: this.#server, userName: this.name, room });
    this.#id = (await this.application.event("SignInSuccess")).data.userId;
    await this.application.call("enterRoom");
    await this.application.event("EnterRoomSuccess");
  }

  /** Calls and is answered. */
  async talkTo(other: Member): Promise<void> {
    await this.application.call("invokeCall", other.id);
    await other.event("CallIncoming", this);
    await other.application.call("answerCall", this.id);
    await Promise.all([this.event("CallActive", other), other.event("CallActive", this)]);
  }

  /** Waits for an event about the other one, that was not waited for before. */
  async event(name: EventName, other: Member): Promise<RaisedEvent["data"]> {
    const { data } = await this.application.event(name);
    expect(data).toMatchObject({ remoteUserId: other.id, remoteUserName: other.name });
    return data;
  }

  /** Waits until the room's list tells that of the other one. */
  async isTold(other: Member, peer: Partial<EventMap["PeerListUpdated"]["userlist"][0]>) {
    const told = { ...peer, remoteUserId: other.id, remoteUserName: other.name };
    for (;;) {
      const { data } = await this.application.event("PeerListUpdated");
      try {
        return expect(data.userlist).toMatchObject([told]);
      } catch {
        // The next one may.
      }
    }
  }

  /** Waits for figures of a call in which both sound and picture go out. */
  async figures(other: Member): Promise<StatsResults> {
    for (;;) {
      const { data } = await this.application.event("ReceivedWebRTCStats");
      expect(data.remoteUserId).toBe(other.id);
      const results: StatsResults = data.results;
      if ((results.audioBitrate ?? 0) > 0 && (results.videoBitrate ?? 0) > 0) {
        return results;
      }
    }
  }

  /** Waits until the other one's sound comes out, or silence. */
  async hears(what: "sound" | "silence"): Promise<void> {
    const loudness = expect.poll(() => this.application.page.evaluate(loudnessSince), LISTEN);
    await (what === "sound" ? loudness.toBeGreaterThan(LOUD) : loudness.toBeLessThan(SILENT));
  }

  /** Waits until no device and no connection is open any more. */
  async isDone(): Promise<void> {
    await this.application.page.waitForFunction(
      () =>
        captured.length > 0 &&
        captured.every(({ readyState }) => readyState === "ended") &&
        peers.every(({ connectionState }) => connectionState === "closed"),
    );
  }
}

/** In the page: the mean power of what was heard since this was asked last; not a number if nothing was. */
async function loudnessSince(): Promise<number> {
  let energy = 0;
  let seconds = 0;
  const all = (await peers.at(-1)?.getStats()) ?? new Map();
  for (const each of all.values()) {
    if (each.type === "inbound-rtp" && each.kind === "audio") {
      energy += each.totalAudioEnergy;
      seconds += each.totalSamplesDuration;
    }
  }
  const loudness = (energy - heard.energy) / (seconds - heard.seconds);
  heard = { energy, seconds };
  return loudness;
}
