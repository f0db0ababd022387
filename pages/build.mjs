// Builds the pages into dist/: HTML with its parts put in, scripts and styles under assets/ with a hash of their
// content in the name, so that a server may let browsers keep them for ever.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const PARTS = /<!-- (header|footer|devices|sign-in)(?:: ([\w ]+))? -->/g;

await rm("dist", { recursive: true, force: true });
await mkdir("dist");

const { metafile } = await build({
  entryPoints: [
    "src/live/live.ts",
    "src/room/room.ts",
    "src/watch/watch.ts",
    "src/admin/admin.ts",
    "src/css/live.css",
    "src/css/room.css",
    "src/css/watch.css",
    "src/css/admin.css",
    "src/css/missing.css",
    "src/static/favicon.svg",
  ],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  outdir: "dist/assets",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: "es2022",
  loader: { ".svg": "copy" },
  metafile: true,
});

/** The address of an asset by the name that the HTML uses: `/assets/live.js` → `/assets/live-4F2A.js`. */
const addresses = new Map();
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint !== undefined) {
    const name = entryPoint.split("/").at(-1)?.replace(/\.ts$/, ".js");
    addresses.set(`/assets/${name}`, file.replace(/^dist/, ""));
  }
}

for (const name of await readdir("src/html")) {
  if (!name.startsWith("_")) {
    await writeFile(`dist/${name}`, await page(name));
  }
}

async function page(name) {
  let html = await readFile(`src/html/${name}`, "utf8");
  for (const [mark, part, purpose = ""] of html.matchAll(PARTS)) {
    const text = await readFile(`src/html/_${part}.html`, "utf8");
    html = html.replace(mark, text.trimEnd().replaceAll("{purpose}", purpose));
  }
  html = html.replace(`data-page="${name}"`, 'aria-current="page"');
  return html.replaceAll(/"(\/assets\/[^"]+)"/g, (_, asset) => {
    if (!addresses.has(asset)) {
      throw new Error(`${name} names ${asset}, which is not built`);
    }
    return `"${addresses.get(asset)}"`;
  });
}
