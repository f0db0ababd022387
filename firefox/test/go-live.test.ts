import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { consoleOf, launch } from "./firefox";

/** The script that the same test in Chromium uses. */
const OFFERS = resolve(
  import.meta.dirname,
  "../../server/src/test/resources/dev/rillcast/browser/offers.js",
);

// What it defines.
declare const offers: { make(kind: string): Promise<string>; take(sdp: string): Promise<string> };

let browser: Browser;
let page: Page;
let said: ReturnType<typeof consoleOf>;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser?.close());

beforeEach(async ({ onTestFailed }) => {
  page = await browser.newPage();
  said = consoleOf(page);
  onTestFailed(() => console.error("The page's console:", said));
  await page.goto(`http://localhost:${inject("http")}/`);
  await page.waitForSelector("#state[data-state=preview]");
});

test("the page Go live shows the camera, and no error is on its console", async () => {
  expect(await page.$eval("#state", ({ textContent }) => textContent)).toBe("Ready");
  expect(said.filter(({ type }) => type === "error")).toEqual([]);
});

test("the page Go live goes live with VP8, which is transcoded", async () => {
  await page.click("#go-live");
  await page.waitForSelector("#state[data-state=live]");
  expect(said.filter(({ type }) => type === "error")).toEqual([]);
});

/**
 * What Firefox offers is what the server's fixtures say. With OFFERS=DIRECTORY in the environment the offers are written
 * there, to be the new fixtures.
 */
test("Firefox takes the answers to all its offers", async () => {
  const directory = process.env["OFFERS"];
  await page.evaluate(await readFile(OFFERS, "utf8"));
  for (const [kind, directions] of [
    ["audio-video", "sendonly,sendonly"],
    ["vp8-only", "sendonly,sendonly"],
    ["simulcast", "sendonly,sendonly"],
    ["recvonly-audio", "sendonly"],
    ["data-channel", "sendonly,sendonly"],
    ["two-cameras", "sendonly,sendonly"],
    ["inactive", "sendonly,sendonly"],
    ["max-bundle", "sendonly,sendonly"],
    ["balanced", "sendonly,sendonly"],
    ["max-compat", "sendonly,sendonly"],
    ["restart", "sendonly,sendonly"],
  ] as const) {
    const offer = await page.evaluate((kind) => offers.make(kind), kind);
    if (directory) await writeFile(resolve(directory, `firefox-${kind}.sdp`), offer);
    expect.soft(await answered(kind, offer), kind).toBe(directions);
  }
});

/** Has the server answer, and says which way each section that is left goes then. */
function answered(stream: string, offer: string): Promise<string> {
  return page.evaluate(
    async (stream, body) => {
      const headers = { "Content-Type": "application/sdp" };
      const response = await fetch(`/whip/${stream}`, { method: "POST", headers, body });
      const answer = await response.text();
      if (!response.ok) throw new Error(answer);
      await fetch(response.headers.get("Location") ?? "", { method: "DELETE" });
      return offers.take(answer);
    },
    stream,
    offer,
  );
}
