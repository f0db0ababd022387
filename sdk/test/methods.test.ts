import { afterEach, beforeEach, expect, test } from "vitest";
import { RtcUser } from "../src/rtc-user";
import { settle } from "./scripted-socket";
import { restore, ScriptedUser } from "./scripted-user";

/** The 29 methods of the API's document. */
const METHODS = [
  "addScreenCaptureExtension",
  "answerCall",
  "checkServer",
  "checkSupport",
  "declineCall",
  "enableStats",
  "enterRoom",
  "getDevices",
  "getSelectedAudioDevice",
  "getSelectedVideoDevice",
  "hangUpCall",
  "injectExternalMediaStream",
  "invokeCall",
  "isScreenCaptureAvailable",
  "isSignedIn",
  "leaveRoom",
  "muteAudio",
  "muteVideo",
  "sendMetaData",
  "setAudioDevice",
  "setConfig",
  "setIceServers",
  "setVideoDevice",
  "signIn",
  "signOut",
  "startBroadcast",
  "startPreview",
  "stopBroadcast",
  "stopPreview",
] as const;

let user: RtcUser;

beforeEach(() => {
  ({ user } = new ScriptedUser());
});

afterEach(restore);

test.each(METHODS)("%s exists, and throws nothing, whatever it is given", async (name) => {
  const method = user[name] as (...args: unknown[]) => unknown;
  expect(() => method.call(user)).not.toThrow();
  for (const argument of [null, 7, "x", {}, [], () => 1, Symbol("s"), Object.create(null)]) {
    expect(() => method.call(user, argument, argument)).not.toThrow();
    await settle();
  }
  user.destroy();
});

test("checkSupport is asked of the class, too", () => {
  expect(RtcUser.checkSupport()).toBe(user.checkSupport());
});
