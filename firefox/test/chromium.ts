import puppeteer, { type Browser } from "puppeteer-core";

/** The same flags as in the server's tests. */
const FLAGS = [
  // Tests may run as root.
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The Chromium that is installed, with a fake camera and microphone: for calls with the Firefox. */
export function launchChromium(): Promise<Browser> {
  return puppeteer.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS });
}
