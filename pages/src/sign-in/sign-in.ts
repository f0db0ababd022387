import { byId } from "../dom";
import type { Info } from "../info";
import type { RtcError, RtcUser } from "../rtc-user";
import { asksForCredentials, problem, waitAskedFor } from "./refusal";

/** Under which name somebody comes, and into which room. */
export interface Visitor {
  userName: string;
  room?: string;
}

interface Credentials {
  serverUserName?: string;
  serverPassword?: string;
  token?: string;
}

/** Signs in, with a form where the server wants credentials. The page keeps the session, never the credentials. */
export class SignIn {
  readonly #user: RtcUser;
  readonly #info: Promise<Info>;
  readonly #dialog = byId("sign-in", HTMLDialogElement);
  readonly #form = byId("sign-in-form", HTMLFormElement);
  readonly #byAccount = byId("by-account", HTMLElement);
  readonly #byToken = byId("by-token", HTMLElement);
  readonly #account = byId("account", HTMLInputElement);
  readonly #password = byId("password", HTMLInputElement);
  readonly #token = byId("token", HTMLInputElement);
  readonly #problem = byId("sign-in-problem", HTMLElement);
  readonly #go = byId("sign-in-go", HTMLButtonElement);
  readonly #goText = this.#go.textContent;
  readonly #entered: (who: string) => void;
  #visitor: (account: string) => Visitor = (userName) => ({ userName });
  #done: (entered: boolean) => void = () => undefined;
  #waiting = 0;

  /** @param entered told who gave credentials, as people call it */
  constructor(user: RtcUser, info: Promise<Info>, entered: (who: string) => void) {
    this.#user = user;
    this.#info = info;
    this.#entered = entered;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#dialog.addEventListener("close", () => this.#closed());
    byId("sign-in-cancel", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
    byId("other-way", HTMLButtonElement).addEventListener("click", () => this.#otherWay());
  }

  /**
   * Signs in unless that is done already; false if the form was called off.
   *
   * @param visitor who comes in; given the account's name, empty if there is none
   * @param asking called before the form appears
   */
  async enter(visitor: (account: string) => Visitor, asking: () => void): Promise<boolean> {
    if (this.#user.isSignedIn()) {
      return true;
    }
    const { credentials } = await this.#info;
    if (credentials !== true) {
      try {
        await this.#user.signIn({ server: location.origin, ...visitor("") });
        return true;
      } catch (cause) {
        if (!asksForCredentials(cause as RtcError, credentials)) {
          throw cause;
        }
      }
    }
    asking();
    this.#visitor = visitor;
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#dialog.showModal();
    });
  }

  async #submit(): Promise<void> {
    const fields = this.#byToken.hidden ? [this.#account, this.#password] : [this.#token];
    this.#mark([]);
    const empty = fields.filter(({ value }) => value === "");
    if (empty.length > 0) {
      const names = empty.map(({ labels }) => labels?.[0]?.textContent?.toLowerCase());
      this.#refuse(`Please enter your ${names.join(" and ")}.`, empty, empty[0]);
      return;
    }
    const who = this.#byToken.hidden ? this.#account.value : "";
    this.#busy(true);
    try {
      await this.#user.signIn({
        server: location.origin,
        ...this.#visitor(who),
        ...this.#credentials(),
      });
      await this.#signedIn(who);
    } catch (cause) {
      const error = cause as RtcError;
      this.#refuse(problem(error, who === ""), fields, fields.at(-1));
      this.#wait(waitAskedFor(error.message));
    } finally {
      this.#busy(false);
    }
  }

  #credentials(): Credentials {
    return this.#byToken.hidden
      ? { serverUserName: this.#account.value, serverPassword: this.#password.value }
      : { token: this.#token.value.trim() };
  }

  async #signedIn(who: string): Promise<void> {
    if (!this.#dialog.open) {
      await this.#user.signOut().catch(() => undefined); // It was called off meanwhile.
      return;
    }
    this.#entered(who === "" ? "the holder of a token" : who);
    this.#done(true);
    this.#dialog.close();
  }

  #closed(): void {
    this.#done(false); // Nothing happens if it was true before.
    this.#form.reset();
    this.#problem.textContent = "";
    this.#mark([]);
  }

  #refuse(why: string, wrong: HTMLInputElement[], next?: HTMLInputElement): void {
    this.#problem.textContent = why;
    this.#mark(wrong);
    next?.focus();
    next?.select();
  }

  #mark(wrong: HTMLInputElement[]): void {
    for (const field of [this.#account, this.#password, this.#token]) {
      field.setAttribute("aria-invalid", String(wrong.includes(field)));
    }
  }

  #busy(busy: boolean): void {
    this.#form.setAttribute("aria-busy", String(busy));
    this.#go.disabled = busy || this.#waiting > 0;
    if (this.#waiting === 0) {
      this.#go.textContent = busy ? "Signing in…" : this.#goText;
    }
  }

  /** The button counts the seconds down; it is told once only, by the problem's text. */
  #wait(seconds: number): void {
    this.#waiting = seconds;
    if (seconds > 0) {
      this.#go.textContent = `Try again in ${seconds} s`;
      setTimeout(() => this.#wait(seconds - 1), 1000);
    } else {
      this.#busy(false);
    }
  }

  #otherWay(): void {
    const byToken = this.#byToken.hidden;
    this.#byToken.hidden = !byToken;
    this.#byAccount.hidden = byToken;
    byId("other-way", HTMLButtonElement).textContent = byToken
      ? "Use account and password"
      : "Use a token";
    this.#problem.textContent = "";
    this.#mark([]);
    (byToken ? this.#token : this.#account).focus();
  }
}
