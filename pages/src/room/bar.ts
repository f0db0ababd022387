import { byId } from "../dom";
import type { OwnMedia } from "./own-media";

const KEYS: Record<string, string> = { m: "microphone", v: "camera", s: "screen" };

/** The buttons for one's own microphone, camera and screen, in the lobby and in the room, and their keys. */
export class Bar {
  readonly #media: OwnMedia;
  readonly #said: (sentence: string) => void;

  /** @param said told in words what a key or button has done */
  constructor(media: OwnMedia, canShare: boolean, said: (sentence: string) => void) {
    this.#media = media;
    this.#said = said;
    for (const button of buttons("screen")) {
      button.hidden = !canShare;
    }
    for (const what of Object.values(KEYS)) {
      for (const button of buttons(what)) {
        button.addEventListener("click", () => this.#press(what));
      }
    }
    document.addEventListener("keydown", (event) => {
      const what = isTyping(event) ? undefined : KEYS[event.key.toLowerCase()];
      const button = buttons(what ?? "").find((each) => each.checkVisibility());
      if (what !== undefined && button?.disabled === false) {
        event.preventDefault();
        this.#press(what);
      }
    });
  }

  show(): void {
    const { audioMuted, videoMuted, sharing } = this.#media;
    const microphone = audioMuted ? "Unmute the microphone" : "Mute the microphone";
    const camera = videoMuted ? "Turn on the camera" : "Turn off the camera";
    mark("microphone", audioMuted, this.#media.has("audio"), microphone, "M");
    mark("camera", videoMuted, this.#media.has("video") && !sharing, camera, "V");
    mark("screen", sharing, true, sharing ? "Stop sharing your screen" : "Share your screen", "S");
  }

  #press(what: string): void {
    const { audioMuted, videoMuted } = this.#media;
    if (what === "screen") {
      void this.#media.toggleSharing();
    } else if (what === "microphone") {
      this.#media.muteAudio(!audioMuted);
      this.#said(audioMuted ? "Your microphone is on." : "Your microphone is muted.");
    } else {
      this.#media.muteVideo(!videoMuted);
      this.#said(videoMuted ? "Your camera is on." : "Your camera is off.");
    }
  }
}

function buttons(what: string): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>(`button[data-switch="${what}"]`)];
}

/** The label stays, as aria-pressed tells the state; the title says what a press does now. */
function mark(what: string, pressed: boolean, usable: boolean, does: string, key: string): void {
  for (const button of buttons(what)) {
    button.setAttribute("aria-pressed", String(pressed));
    button.title = `${does} (${key})`;
    button.disabled = !usable;
  }
}

function isTyping({ target, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): boolean {
  const typing = target instanceof Element && target.closest("input, select, textarea, dialog");
  return ctrlKey || metaKey || altKey || repeat || Boolean(typing) || signingIn();
}

function signingIn(): boolean {
  return byId("sign-in", HTMLDialogElement).open;
}
