import { byId } from "../dom";
import { fetchInfo } from "../info";
import { Refused, signOut, whoAmI } from "./api";
import { Dashboard } from "./dashboard";
import { Door } from "./door";

const RETRY_MS = 3000;

const door = new Door(() => void begin(""));
const dashboard = new Dashboard(refuse);

/** Lets in who may come in; asks the others to sign in. */
async function begin(why: string): Promise<void> {
  try {
    const name = await whoAmI();
    door.hide();
    dashboard.show(name);
  } catch (cause) {
    if (cause instanceof Refused) {
      refuse(new Refused(cause.status, why));
    } else {
      setTimeout(() => void begin(why), RETRY_MS);
    }
  }
}

/** Shows nothing of the server any more. */
function refuse({ status, message }: Refused): void {
  dashboard.hide();
  if (status === 403) {
    byId("closed-why", HTMLElement).textContent = message;
    byId("closed", HTMLElement).hidden = false;
  } else {
    door.show(message);
  }
}

byId("sign-out", HTMLButtonElement).addEventListener("click", () => {
  signOut()
    .catch(() => undefined)
    .finally(() => void begin("You are signed out."));
});

void fetchInfo().then(({ version }) => {
  byId("version", HTMLElement).textContent = version;
});

void begin("");
