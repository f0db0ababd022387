import { obstacle } from "../devices/capture";
import { byId } from "../dom";
import { fetchInfo } from "../info";
import { SignIn } from "../sign-in/sign-in";
import { ask } from "./ask";
import { Lobby } from "./lobby";
import { roomInPath } from "./room-name";
import { Visit } from "./visit";

const info = fetchInfo();
const room = roomInPath(location.pathname);
const why = obstacle();

void info.then(({ version }) => {
  byId("version", HTMLElement).textContent = version;
});

if (room === null) {
  ask();
} else {
  document.title = `${room} · Rillcast`;
  byId("inside-name", HTMLElement).textContent = room;
  if (why === null) {
    const user = new window.RtcUser();
    const signIn = new SignIn(user, info, () => undefined);
    void new Visit(user, signIn, room).open();
  } else {
    const lobby = new Lobby(
      room,
      () => undefined,
      () => undefined,
    );
    lobby.show(true);
    lobby.tell(why, true);
    byId("enter", HTMLButtonElement).disabled = true;
  }
}
