import { initials, tint } from "./person";

const TINTS = 6;

/** Puts a name's letters and colour into an element that stands for a picture. */
export function showFace(face: HTMLElement, name: string): void {
  face.textContent = initials(name);
  face.dataset["tint"] = String(tint(name, TINTS));
}
