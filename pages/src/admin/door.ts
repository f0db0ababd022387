import { byId } from "../dom";
import { waitAskedFor } from "../sign-in/refusal";
import { Refused, signIn } from "./api";

/** The form by which operators come in. */
export class Door {
  readonly #form = byId("door", HTMLFormElement);
  readonly #name = byId("name", HTMLInputElement);
  readonly #password = byId("password", HTMLInputElement);
  readonly #problem = byId("door-problem", HTMLElement);
  readonly #enter = byId("enter", HTMLButtonElement);
  readonly #entered: () => void;

  constructor(entered: () => void) {
    this.#entered = entered;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** @param why what has to be said first, if anything */
  show(why: string): void {
    this.#form.hidden = false;
    this.#problem.textContent = why;
    (this.#name.value === "" ? this.#name : this.#password).focus();
  }

  hide(): void {
    this.#form.hidden = true;
    this.#password.value = "";
  }

  async #submit(): Promise<void> {
    const empty = [this.#name, this.#password].filter(({ value }) => value === "");
    this.#mark(empty);
    if (empty[0] !== undefined) {
      this.#problem.textContent = "Please enter your name and password.";
      empty[0].focus();
      return;
    }
    this.#busy(true);
    try {
      await signIn(this.#name.value, this.#password.value);
      this.#problem.textContent = "";
      this.#busy(false);
      this.#entered();
    } catch (cause) {
      this.#refuse(cause);
    }
  }

  #refuse(cause: unknown): void {
    const words = cause instanceof Refused ? cause.message : "the server does not answer";
    this.#problem.textContent = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    if (cause instanceof Refused && cause.status === 401) {
      this.#mark([this.#name, this.#password]);
    }
    this.#wait(waitAskedFor(words));
    this.#password.focus();
    this.#password.select();
  }

  #mark(wrong: HTMLInputElement[]): void {
    for (const field of [this.#name, this.#password]) {
      field.setAttribute("aria-invalid", String(wrong.includes(field)));
    }
  }

  #busy(busy: boolean): void {
    this.#enter.disabled = busy;
    this.#enter.textContent = busy ? "Signing in…" : "Sign in";
  }

  /** The button counts the seconds down that the server asks for. */
  #wait(seconds: number): void {
    this.#busy(false);
    if (seconds > 0) {
      this.#enter.disabled = true;
      this.#enter.textContent = `Try again in ${seconds} s`;
      setTimeout(() => this.#wait(seconds - 1), 1000);
    }
  }
}
