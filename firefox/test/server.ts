// Runs one server for all tests, as a process of its own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Port of pages, SDK and signalling. */
    http: number;
    /** Port of the embedded ingest. */
    ingest: number;
  }
}

const ROOT = resolve(import.meta.dirname, "../..");
const JAR = resolve(ROOT, "server/target/rillcast.jar");
const READY_WITHIN_MS = 30_000;

/** Starts the server; what it returns ends it. */
export default async function start({ provide }: TestProject): Promise<() => Promise<void>> {
  const [http, ingest, media] = [await freeTcpPort(), await freeTcpPort(), await freeUdpPort()];
  const server = spawn(java(), ["--enable-native-access=ALL-UNNAMED", "-jar", JAR], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...environment(),
      RILLCAST_HTTP_HOST: "127.0.0.1",
      RILLCAST_HTTP_PORT: String(http),
      RILLCAST_INGEST_PORT: String(ingest),
      RILLCAST_LIMITS_CPU: "100", // the browsers keep the machine busy
      // Not the loopback address alone: Firefox never sends from it, so it can't send to it either.
      RILLCAST_MEDIA_PORT: String(media),
    },
  });
  const stop = () => end(server);
  await ready(server).catch(async (cause) => {
    await stop();
    throw cause;
  });
  provide("http", http);
  provide("ingest", ingest);
  return stop;
}

/** The JDK that the server runs with. */
export function java(): string {
  const jdk = execFileSync(resolve(ROOT, "tools/find-jdk"), { encoding: "utf8" }).trim();
  return resolve(jdk, "bin/java");
}

/** This process's, without settings of another server. */
function environment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("RILLCAST_"));
  return Object.fromEntries(others);
}

/** Resolves when the server has said so; keeps what else it says for the case that it never does. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => fail("is not ready in time"), READY_WITHIN_MS);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`The server ${what}: ${said}`));
    };
    server.on("error", (cause) => fail(`can't be run: ${cause.message}`));
    server.on("exit", (code) => fail(`ended with ${code}`));
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("is ready")) {
        clearTimeout(timer);
        resolve();
      }
    });
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null && server.kill()) {
    await once(server, "exit");
  }
}

/** Free when it was asked for; the tests have the machine's loopback address mostly to themselves. */
export async function freeTcpPort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const address = socket.address();
  socket.close();
  await once(socket, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket("udp4").bind(0);
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}
