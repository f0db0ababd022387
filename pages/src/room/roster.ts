import { byId, fromTemplate, part } from "../dom";
import { showFace } from "./face";
import { type Person, wordFor } from "./person";

/** What can be done about a person from the list. */
export type Deed = "call" | "cancel" | "answer" | "hangUp";

const LABELS: Record<Deed, string> = {
  call: "Call",
  cancel: "Cancel",
  answer: "Answer",
  hangUp: "Hang up",
};

/** What the button beside a person does; null if there is nothing to do. */
export function deedFor({ call, state }: Person): Deed | null {
  switch (call) {
    case null:
    case "ended":
      return state === "away" ? null : "call";
    case "calling":
      return "cancel";
    case "incoming":
      return "answer";
    default:
      return "hangUp";
  }
}

/** The list who is here. */
export class Roster {
  readonly #list = byId("people-list", HTMLElement);
  readonly #rows = new Map<string, HTMLElement>();
  readonly #own = fromTemplate("person-template");
  readonly #act: (deed: Deed, id: string) => void;

  constructor(act: (deed: Deed, id: string) => void) {
    this.#act = act;
    part(this.#own, "act", HTMLButtonElement).remove();
    this.#list.append(this.#own);
  }

  show(ownName: string, ownMuted: boolean, people: readonly Person[]): void {
    fill(this.#own, ownName, "You", ownMuted);
    for (const [id, row] of this.#rows) {
      if (!people.some((person) => person.id === id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    for (const person of people) {
      const row = this.#row(person.id);
      const deed = deedFor(person);
      const button = part(row, "act", HTMLButtonElement);
      fill(row, person.name, wordFor(person), person.audioMuted);
      row.dataset["state"] = person.call ?? person.state;
      button.hidden = deed === null;
      if (deed !== null) {
        button.dataset["deed"] = deed;
        button.textContent = LABELS[deed];
        button.setAttribute("aria-label", `${LABELS[deed]}: ${person.name}`);
      }
    }
    byId("people-count", HTMLElement).textContent = String(people.length + 1);
    byId("alone", HTMLElement).hidden = people.length > 0;
  }

  #row(id: string): HTMLElement {
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = fromTemplate("person-template");
      const button = part(row, "act", HTMLButtonElement);
      button.addEventListener("click", () => this.#act(button.dataset["deed"] as Deed, id));
      this.#rows.set(id, row);
      this.#list.append(row);
    }
    return row;
  }
}

function fill(row: HTMLElement, name: string, word: string, muted: boolean): void {
  showFace(part(row, "face", HTMLElement), name);
  part(row, "name", HTMLElement).textContent = name;
  part(row, "word", HTMLElement).textContent = word;
  const sign = part(row, "muted", SVGSVGElement);
  sign.classList.toggle("shown", muted);
  sign.setAttribute("aria-hidden", String(!muted));
}
