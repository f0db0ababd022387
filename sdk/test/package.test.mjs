import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

// What `npm run build` has made, as applications get it.

const run = promisify(execFile);
const cwd = fileURLToPath(new URL("..", import.meta.url));
const USE = `
  import { ErrorCode, RtcError, RtcUser } from "rillcast";
  const user = new RtcUser();
  console.log(typeof user.signIn, RtcUser.checkSupport(), ErrorCode.NotSignedIn, RtcError.name);
`;
const SAID = "function 1 4001";

test("Node imports the module, without a browser", async () => {
  const { stdout } = await run("node", ["--input-type=module", "-e", USE], { cwd });
  expect(stdout).toContain(SAID);
});

test("a bundler finds the module", async () => {
  const { outputFiles } = await build({
    stdin: { contents: USE, resolveDir: cwd },
    bundle: true,
    write: false,
    format: "esm",
  });
  const [bundle] = outputFiles;
  const { stdout } = await run("node", ["--input-type=module", "-e", bundle.text]);
  expect(stdout).toContain(SAID);
});

test("the script sets both names, and nothing else", async () => {
  const page = createContext({ AbortController, console });
  const before = Object.keys(page);
  runInContext(await readFile(`${cwd}/dist/rillcast.js`, "utf8"), page);
  expect(Object.keys(page).slice(before.length)).toEqual(["RtcUser", "nanowebrtc"]);
  expect(runInContext("nanowebrtc.user === RtcUser && new RtcUser().isSignedIn()", page)).toBe(
    false,
  );
});

test("the package holds script, module and types, but not the reference", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd });
  const [{ files }] = JSON.parse(stdout);
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "README.md",
      "dist/rillcast.d.ts",
      "dist/rillcast.js",
      "dist/rillcast.mjs",
      "dist/types/global.d.ts",
    ]),
  );
  expect(
    paths.filter((path) => !/^(dist\/(rillcast|types\/)|README|package\.json)/.test(path)),
  ).toEqual([]);
});

test("the reference asks no other server for anything", async () => {
  const page = await readFile(`${cwd}/dist/docs/classes/RtcUser.html`, "utf8");
  expect(page).toContain("sendMetaData");
  for (const text of [page, await readFile(`${cwd}/dist/docs/index.html`, "utf8")]) {
    expect(text).not.toMatch(/<(script|link|img)[^>]*(src|href)="(https?:)?\/\//);
  }
});
