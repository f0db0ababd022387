// The script for pages: both names under which applications look for the class.
import { RtcUser as Class } from "./rtc-user";

declare global {
  var RtcUser: typeof Class;
  type RtcUser = Class;
  var nanowebrtc: { user: typeof Class };
}

globalThis.RtcUser = Class;
globalThis.nanowebrtc = { user: Class };
