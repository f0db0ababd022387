import puppeteer, { type Browser, type Page } from "puppeteer-core";

/** What differs from a user's Firefox. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.autoplay.default": 0,
  "media.autoplay.blocking_policy": 0,
  // Its own addresses as they are: names under .local would be told to the whole network.
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // Nothing gets past a proxy that isn't there; it does not apply to localhost.
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
};

/** The Firefox that is installed, with a fake camera and microphone and nothing to be seen of it. */
export function launch(): Promise<Browser> {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: PREFERENCES,
  });
}

/** What a page says on its console, errors of its scripts among it; grows while the page lives. */
export function consoleOf(page: Page): { type: string; text: string }[] {
  const lines: { type: string; text: string }[] = [];
  page.on("console", (message) => lines.push({ type: message.type(), text: message.text() }));
  page.on("pageerror", (error) => {
    const text = error instanceof Error ? error.message : String(error);
    lines.push({ type: "error", text });
  });
  return lines;
}
