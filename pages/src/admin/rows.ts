import { fromTemplate } from "../dom";

/**
 * The rows of a table, each of which stays the same element for as long as its thing is listed: so
 * whoever has come to a button by the keyboard stays there.
 */
export class Rows<T> {
  readonly #body: HTMLElement;
  readonly #template: string;
  readonly #key: (thing: T) => string;
  readonly #fill: (row: HTMLElement, thing: T) => void;
  readonly #rows = new Map<string, HTMLElement>();

  /**
   * @param template the id of a row's
   * @param fill is called for each row whenever the list is shown
   */
  constructor(
    body: HTMLElement,
    template: string,
    key: (thing: T) => string,
    fill: (row: HTMLElement, thing: T) => void,
  ) {
    this.#body = body;
    this.#template = template;
    this.#key = key;
    this.#fill = fill;
  }

  show(things: readonly T[]): void {
    const keys = new Set(things.map(this.#key));
    for (const [key, row] of this.#rows) {
      if (!keys.has(key)) {
        row.remove();
        this.#rows.delete(key);
      }
    }
    let place = this.#body.firstElementChild;
    for (const thing of things) {
      const key = this.#key(thing);
      const row = this.#rows.get(key) ?? fromTemplate(this.#template);
      this.#rows.set(key, row);
      row.dataset["key"] = key;
      this.#fill(row, thing);
      if (row === place) {
        place = row.nextElementSibling;
      } else {
        this.#body.insertBefore(row, place);
      }
    }
  }
}

/** Puts a text into the part of that class, unless it is there. */
export function tell(row: Element, part: string, text: string): void {
  const element = row.querySelector(`.${part}`);
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}
