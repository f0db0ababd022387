import { obstacle } from "../devices/capture";
import { byId } from "../dom";
import { fetchInfo } from "../info";
import { SignIn } from "../sign-in/sign-in";
import { Destination } from "./destination";
import { Destinations } from "./destinations";
import { SignedIn } from "./signed-in";
import { isOnAir } from "./states";
import { Studio } from "./studio";
import { View } from "./view";

const view = new View();
const info = fetchInfo();
const destinations = new Destinations(new Destination(info));
const why = obstacle();

void info.then(({ version, transcoders }) => {
  byId("version", HTMLElement).textContent = version;
  if (transcoders === 0) {
    destinations.passOnly();
  }
});

if (why === null) {
  const user = new window.RtcUser();
  const signedIn = new SignedIn(user);
  const signIn = new SignIn(user, info, (who) => signedIn.show(who));
  const studio = new Studio(user, view, destinations, info, signIn, signedIn);
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
