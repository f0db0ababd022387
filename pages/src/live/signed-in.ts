import { byId } from "../dom";
import type { RtcUser } from "../rtc-user";

/** Tells who gave credentials, and lets them sign out again. */
export class SignedIn {
  readonly #user: RtcUser;
  readonly #line = byId("signed-in", HTMLElement);
  readonly #signOut = byId("sign-out", HTMLButtonElement);

  constructor(user: RtcUser) {
    this.#user = user;
    this.#signOut.addEventListener("click", () => void this.#leave());
    user.on("ServerError", () => this.show(null));
  }

  show(who: string | null): void {
    this.#line.hidden = who === null;
    byId("signed-in-as", HTMLElement).textContent = who;
  }

  /** While on air nobody can sign out: that would end the broadcast. */
  lock(locked: boolean): void {
    this.#signOut.disabled = locked;
  }

  /** A broadcast is over: who gave credentials stays signed in for the next one. */
  async leave(): Promise<void> {
    if (this.#line.hidden && this.#user.isSignedIn()) {
      await this.#leave();
    }
  }

  async #leave(): Promise<void> {
    this.show(null);
    await this.#user.signOut().catch(() => undefined);
  }
}
