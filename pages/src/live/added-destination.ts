import { fromTemplate, part } from "../dom";
import { isAddress, withoutSecrets } from "./address";
import { mark } from "./destination";
import { StreamForm } from "./stream-form";

/** A destination beside the first one: an address, and a stream key unless the address ends with it. */
export class AddedDestination {
  readonly element = fromTemplate("destination");
  readonly #legend = part(this.element, "legend", HTMLElement);
  readonly #address = part(this.element, "address", HTMLInputElement);
  readonly #addressHint = part(this.element, "address-hint", HTMLElement);
  readonly #key = part(this.element, "key", HTMLInputElement);
  readonly #remove = part(this.element, "remove", HTMLButtonElement);
  /** How it gets the stream. */
  readonly form: StreamForm;

  constructor(address: string, changed: () => void, removed: () => void) {
    this.#address.value = address;
    this.form = new StreamForm(changed);
    part(this.element, "destination", HTMLElement).append(this.form.element);
    this.#remove.addEventListener("click", removed);
    for (const field of [this.#address, this.#key]) {
      field.addEventListener("input", () => {
        this.#mark(true);
        changed();
      });
    }
  }

  get address(): string {
    return this.#address.value.trim();
  }

  get key(): string {
    return this.#key.value.trim();
  }

  /** What the browser may keep; empty if there is nothing to. */
  get kept(): string {
    return withoutSecrets(this.address, this.key);
  }

  /** Counts from 2. */
  number(number: number): void {
    this.#legend.textContent = `Destination ${number}`;
    this.#remove.setAttribute("aria-label", `Remove destination ${number}`);
    for (const name of ["address", "key"]) {
      const id = `${name}-${number}`;
      const field = part(this.element, name, HTMLInputElement);
      field.id = id;
      field.setAttribute("aria-describedby", `${id}-hint`);
      part(this.element, `${name}-label`, HTMLLabelElement).htmlFor = id;
      part(this.element, `${name}-hint`, HTMLElement).id = `${id}-hint`;
    }
    this.form.number(number);
  }

  /** Whether the stream can go there; if not, the field that is wrong is marked and has the focus. */
  check(): boolean {
    this.#mark(this.#isRight);
    if (!this.#isRight) {
      (isAddress(this.address, "key") ? this.#key : this.#address).focus();
    }
    return this.#isRight && this.form.check();
  }

  focus(): void {
    this.#address.focus();
  }

  lock(locked: boolean): void {
    for (const field of [this.#address, this.#key, this.#remove]) {
      field.disabled = locked;
    }
    this.form.lock(locked);
  }

  get #isRight(): boolean {
    return isAddress(this.address, this.key);
  }

  #mark(right: boolean): void {
    mark(this.#address, this.#addressHint, right || isAddress(this.address, "key"));
    this.#key.setAttribute("aria-invalid", String(!right && isAddress(this.address, "key")));
  }
}
