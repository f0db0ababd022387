// The script for pages: both names under which applications look for the class.
import { RtcUser } from "./rtc-user";

declare global {
  interface Window {
    RtcUser: typeof RtcUser;
    nanowebrtc: { user: typeof RtcUser };
  }
}

window.RtcUser = RtcUser;
window.nanowebrtc = { user: RtcUser };
