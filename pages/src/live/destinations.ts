import { byId } from "../dom";
import { keep, kept } from "../kept";
import { AddedDestination } from "./added-destination";
import type { Destination } from "./destination";
import { StreamForm } from "./stream-form";
import { type Asked, asked, type Picture, type Wishes } from "./wishes";

const KEPT_AS = "destinations";
const MOST = 8;

/** What `startBroadcast` takes of a destination. */
export interface Place extends Asked {
  output: string;
  streamname?: string;
}

/** Where the stream goes: the first destination, and up to 7 more. */
export class Destinations {
  readonly first: Destination;
  /** Called whenever one is changed. */
  changed: () => void = () => undefined;
  readonly #firstForm = new StreamForm(() => this.changed());
  readonly #list = byId("destinations", HTMLElement);
  readonly #add = byId("add-destination", HTMLButtonElement);
  readonly #count = byId("destination-count", HTMLElement);
  #added: AddedDestination[] = [];
  #transcodes = true;

  constructor(first: Destination) {
    this.first = first;
    this.#firstForm.number(1);
    byId("first-form", HTMLElement).append(this.#firstForm.element);
    byId("output", HTMLInputElement).addEventListener("input", () => this.changed());
    this.#add.addEventListener("click", () => {
      this.#append("").focus();
      this.#changed();
    });
    for (const address of remembered()) {
      this.#append(address);
      byId("advanced", HTMLDetailsElement).open = true;
    }
    this.#renumber();
  }

  /** Where to, and how, as it stands. */
  get plans(): { address: string; wishes: Wishes }[] {
    return [
      { address: this.first.address, wishes: this.#firstForm.wishes },
      ...this.#added.map(({ address, form }) => ({ address, wishes: form.wishes })),
    ];
  }

  /** For a server without transcoders. */
  passOnly(): void {
    this.#transcodes = false;
    for (const form of [this.#firstForm, ...this.#added.map(({ form }) => form)]) {
      form.passOnly();
    }
  }

  /**
   * All of them, or null: then the field that is wrong is marked and has the focus.
   *
   * @param picture of the camera
   */
  async take(picture: Picture): Promise<Place[] | null> {
    const output = await this.first.take();
    const right = output !== null && this.#firstForm.check();
    if (!right || !this.#added.every((each) => each.check())) {
      return null;
    }
    const others = this.#added.map(({ address, key, form }) => ({
      output: address,
      ...(key !== "" && { streamname: key }),
      ...asked(form.wishes, picture),
    }));
    return [{ output, ...asked(this.#firstForm.wishes, picture) }, ...others];
  }

  /** While on air nothing of it can be changed. */
  lock(locked: boolean): void {
    this.first.lock(locked);
    this.#firstForm.lock(locked);
    for (const each of this.#added) {
      each.lock(locked);
    }
    this.#add.disabled = locked || this.#added.length === MOST - 1;
  }

  #append(address: string): AddedDestination {
    const added = new AddedDestination(
      address,
      () => this.#changed(),
      () => this.#remove(added),
    );
    if (!this.#transcodes) {
      added.form.passOnly();
    }
    this.#added.push(added);
    this.#list.append(added.element);
    return added;
  }

  #remove(removed: AddedDestination): void {
    this.#added = this.#added.filter((each) => each !== removed);
    removed.element.remove();
    this.#changed();
    this.#add.focus();
  }

  #changed(): void {
    this.#renumber();
    keep(KEPT_AS, JSON.stringify(this.#added.map((each) => each.kept).filter(Boolean)));
    this.changed();
  }

  #renumber(): void {
    for (const [index, each] of this.#added.entries()) {
      each.number(index + 2);
    }
    this.#count.textContent = this.#added.length === 0 ? "" : String(this.#added.length + 1);
    this.#add.disabled = this.#added.length === MOST - 1;
  }
}

function remembered(): string[] {
  try {
    const addresses: unknown = JSON.parse(kept(KEPT_AS) ?? "[]");
    return Array.isArray(addresses)
      ? addresses.filter((each) => typeof each === "string").slice(0, MOST - 1)
      : [];
  } catch {
    return [];
  }
}
