// Builds dist/: a script for pages (sets window.RtcUser), a module for bundlers, the types of both, and the reference.
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { build } from "esbuild";

const run = promisify(execFile);
const shared = { bundle: true, minify: true, sourcemap: true, target: "es2022" };

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await Promise.all([
  build({
    ...shared,
    entryPoints: ["src/global.ts"],
    outfile: "dist/rillcast.js",
    format: "iife",
  }),
  build({
    ...shared,
    entryPoints: ["src/index.ts"],
    outfile: "dist/rillcast.mjs",
    format: "esm",
  }),
  writeFile("dist/rillcast.d.ts", 'export * from "./types/index.js";\n'),
  told(run("tsc", ["-p", "tsconfig.types.json"])).then(nameFiles),
  told(run("typedoc")),
]);

/** Node's way of finding modules wants whole file names, which the sources don't have. */
async function nameFiles() {
  for (const name of await readdir("dist/types")) {
    const file = `dist/types/${name}`;
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replaceAll(/(from|import)( ?\(?)"(\.\/[\w-]+)"/g, '$1$2"$3.js"'));
  }
}

/** A program's complaints are its output. */
async function told(program) {
  try {
    return await program;
  } catch ({ stdout, stderr }) {
    console.error(`${stdout}${stderr}`);
    process.exit(1);
  }
}
