// Asks the server's own tests, which know how to look at streams: their classes stand beside its jar.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { java } from "./server";

const run = promisify(execFile);
const TARGET = resolve(import.meta.dirname, "../../server/target");
const CLASSES = ["test-classes", "classes", "lib/*"].map((part) => resolve(TARGET, part)).join(":");

/** What a live stream of the test pattern was like; see the records of the same names in Java. */
export interface Verdict {
  stream: {
    video: string;
    profile: string;
    width: number;
    height: number;
    frameRate: number;
    bitrate: number;
    longestGop: number;
    idr: boolean;
    audio: string;
    channels: number;
    sampleRate: number;
    errors: string;
    smallestStep: number;
    largestHole: number;
  };
  likeness: { y: number; u: number; v: number };
  skews: number[];
}

/** Makes the pictures of the test pattern and tells the directory that they are in. */
export async function makePattern(folder: string): Promise<string> {
  return (await ask("pattern", folder)).trim();
}

/** Records a live stream, and says what it is like. */
export async function judge(
  url: string,
  seconds: number,
  pattern: string,
  name: string,
): Promise<Verdict> {
  return JSON.parse(await ask("stream", url, String(seconds), pattern, name)) as Verdict;
}

async function ask(...words: string[]): Promise<string> {
  const options = ["--enable-native-access=ALL-UNNAMED", "-cp", CLASSES, "dev.rillcast.Judge"];
  return (await run(java(), [...options, ...words])).stdout;
}
