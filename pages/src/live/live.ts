import { byId } from "../dom";
import { fetchInfo } from "../info";
import { obstacle } from "./capture";
import { Destination } from "./destination";
import { SignIn } from "./sign-in";
import { isOnAir } from "./states";
import { Studio } from "./studio";
import { View } from "./view";

const view = new View();
const info = fetchInfo();
const destination = new Destination(info);
const why = obstacle();

void info.then(({ version }) => {
  byId("version", HTMLElement).textContent = version;
});

if (why === null) {
  const user = new window.RtcUser();
  const studio = new Studio(user, view, destination, new SignIn(user, info));
  view.button.addEventListener("click", () => void studio.press());
  void studio.preview();
} else {
  view.button.disabled = true;
  view.showPicture(null, "No camera here");
  view.show("error", why);
}

addEventListener("beforeunload", (event) => {
  if (isOnAir(view.state)) {
    event.preventDefault();
  }
});
