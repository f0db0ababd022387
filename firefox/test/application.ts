import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import type { EventName, RtcUser } from "../../sdk/src";
import { consoleOf } from "./firefox";

/** The page that the tests in Chromium use, too. */
const PAGE = resolve(
  import.meta.dirname,
  "../../server/src/test/resources/dev/rillcast/browser/application.html",
);

// What the page defines.
declare const rtcUser: RtcUser;
declare const next: (name: EventName) => Promise<RaisedEvent>;
declare const pictureMoves: () => boolean;
declare const pictureIsBlack: () => boolean;

/** An event as plain values: a stream is an empty object, an error has its fields. */
export interface RaisedEvent {
  // biome-ignore lint/suspicious/noExplicitAny: its fields are what the tests look at
  data: any;
  error?: { code: number; name: string; text: string; userinfo: { argument?: string } };
}

/**
 * A page of somebody's application, from a server of its own, with the SDK's script from Rillcast's. It calls the methods
 * of its `rtcUser` and listens to events, as applications do that know nothing of promises.
 */
export class Application {
  readonly page: Page;
  readonly console: ReturnType<typeof consoleOf>;
  readonly #server: Server;

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.console = consoleOf(page);
    this.#server = server;
  }

  /**
   * @param rillcast address of the server whose SDK is loaded
   * @param before script that runs before those of the page
   */
  static async open(browser: Browser, rillcast: string, before = ""): Promise<Application> {
    const template = await readFile(PAGE, "utf8");
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html").end(template.replace("{rillcast}", rillcast));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const application = new Application(await browser.newPage(), server);
    await application.page.evaluateOnNewDocument(before);
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await application.page.goto(`http://localhost:${port}/`);
    return application;
  }

  /** Calls a method and returns its value; of a promise, nothing. */
  call(method: keyof RtcUser, ...values: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      (method, values) => {
        const value = (rtcUser[method] as (...values: unknown[]) => unknown)(...values);
        return value instanceof Promise || value === rtcUser ? undefined : value;
      },
      method,
      values,
    );
  }

  /** Waits for an event that was not waited for before. */
  event(name: EventName): Promise<RaisedEvent> {
    return this.page.evaluate((name) => next(name), name);
  }

  /** Waits until the preview's picture has changed. */
  async pictureMoves(): Promise<void> {
    await this.page.waitForFunction(() => pictureMoves());
  }

  /** Waits until no pixel of the preview is brighter than video's black, or until one is. */
  async pictureIs(what: "black" | "bright"): Promise<void> {
    await this.page.waitForFunction((black) => pictureIsBlack() === black, {}, what === "black");
  }

  async close(): Promise<void> {
    await this.page.close();
    this.#server.close();
  }
}
