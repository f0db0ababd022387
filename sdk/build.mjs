// Bundles the SDK: a script for pages (sets window.RtcUser) and a module for bundlers.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

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
  writeFile("dist/rillcast.d.ts", 'export * from "./types/index";\n'),
]);
