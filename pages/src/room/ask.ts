import { byId } from "../dom";
import { inventName } from "../stream-name";
import { cleanName, pathOfRoom, whyNoRoom } from "./room-name";

/** Asks which room, proposes one, and leads there. */
export function ask(): void {
  const form = byId("choose", HTMLFormElement);
  const wanted = byId("wanted", HTMLInputElement);
  const wrong = byId("wanted-wrong", HTMLElement);
  form.hidden = false;
  wanted.value = inventName();
  byId("new-name", HTMLButtonElement).addEventListener("click", () => {
    wanted.value = inventName();
    wrong.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = cleanName(wanted.value);
    const why = whyNoRoom(name);
    wanted.setAttribute("aria-invalid", String(why !== null));
    if (why === null) {
      location.assign(pathOfRoom(name));
    } else {
      wrong.textContent = why;
      wanted.focus();
    }
  });
}
