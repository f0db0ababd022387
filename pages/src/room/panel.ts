import { copy } from "../copy";
import { byId } from "../dom";
import { pathOfRoom } from "./room-name";

/** Where the list stands beside the pictures; elsewhere it lies over them. */
const WIDE = "(min-width: 62rem)";

/**
 * The panel with the list who is here and the room's address.
 *
 * @param told what to tell about a copied address
 */
export function openPanel(room: string, told: (sentence: string) => void): void {
  const panel = byId("panel", HTMLElement);
  const button = byId("panel-button", HTMLButtonElement);
  const show = (open: boolean) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  show(matchMedia(WIDE).matches);
  button.addEventListener("click", () => show(panel.hidden !== false));
  panel.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !matchMedia(WIDE).matches) {
      show(false);
      button.focus();
    }
  });

  const link = new URL(pathOfRoom(room), location.href).href;
  byId("room-link", HTMLElement).textContent = link;
  for (const each of document.querySelectorAll(".copy-link")) {
    each.addEventListener("click", async () => told(await copy(link)));
  }
}
