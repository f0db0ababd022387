import { byId } from "../dom";
import { fetchInfo } from "../info";
import { obstacle } from "./capture";
import { Destination } from "./destination";
import { isOnAir } from "./states";
import { Studio } from "./studio";
import { View } from "./view";

const view = new View();
const destination = new Destination();
const why = obstacle();

void fetchInfo().then(({ version, ingest }) => {
  destination.ingest = ingest;
  byId("version", HTMLElement).textContent = version;
});

if (why === null) {
  const studio = new Studio(new window.RtcUser(), view, destination);
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
