import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { consoleOf, launch } from "./firefox";

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
