// Builds css/, js/, fonts and icons into src/kartei/web/static/dist (or $OUT), the same bytes on every machine.
// Tailwind without --minify: its minifier now and then drops rules (1 build in 80 differed); esbuild minifies instead.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = process.env.OUT ?? path.join(here, "../src/kartei/web/static/dist");
const browsers = ["chrome111", "firefox128", "safari16.4"];
const manifest = {};
const built = new Map();

const read = (...parts) => readFileSync(path.join(here, ...parts));

// Keep a file under a name that carries the hash of its content, and beside it the compressed one.
const emit = (name, content) => {
  const { name: stem, ext } = path.parse(name);
  const hashed = `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}${ext}`;
  manifest[name] = hashed;
  built.set(hashed, content);
  if (ext !== ".woff2") built.set(`${hashed}.gz`, gzipSync(content, { level: 9 }));
};

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + "ıŒœʻʼˆ˚˜–—‘’‚“”„†•…‰‹›€™←↑→↓−∞≈≠≤≥";
const letters = {
  latin,
  "latin-ext": range(0x100, 0x17f) + "ȘșȚțẞ",
  vietnamese: "ƠơƯư\u0300\u0301\u0303\u0304\u0308\u0309\u0323\u0329₫" + range(0x1ea0, 0x1ef9),
};

// The fonts, cut down to these letters and to the weights in use.
const fonts = async () => {
  for (const [part, text] of Object.entries(letters)) {
    const file = read("node_modules/@fontsource-variable/inter/files", `inter-${part}-wght-normal.woff2`);
    emit(`inter-${part}.woff2`, await subsetFont(file, text, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 600 } } }));
  }
};

// One file with the icons named in icons.txt; a page shows one by <use href="…#name">.
const icons = () => {
  const symbols = read("icons.txt").toString().split("\n").filter(Boolean).map((name) => {
    const [, drawing] = read("node_modules/lucide-static/icons", `${name}.svg`).toString().match(/<svg[^>]*>([\s\S]*)<\/svg>/);
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
};

const styles = async () => {
  const work = mkdtempSync(path.join(tmpdir(), "kartei-css-"));
  try {
    const plain = path.join(work, "app.css");
    execFileSync(process.execPath, ["node_modules/@tailwindcss/cli/dist/index.mjs", "-i", "css/app.css", "-o", plain], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
    const css = readFileSync(plain, "utf8").replace(/inter-[a-z-]+\.woff2/g, (name) => manifest[name]);
    emit("app.css", (await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none", charset: "utf8", target: browsers })).code);
  } finally {
    rmSync(work, { recursive: true });
  }
};

const scripts = async () => {
  for (const name of ["app.js", "calendar.js", "theme.js"]) {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: here, entryPoints: [`js/${name}`], bundle: true, format: "iife", write: false, outdir: "/",
      minify: true, legalComments: "none", charset: "utf8", target: browsers,
    });
    for (const file of outputFiles) emit(path.basename(file.path), file.text); // a script may bring its style
  }
};

// All at once and at the end, so that a server beside finds either the old files or the new ones.
const write = () => {
  mkdirSync(dist, { recursive: true });
  for (const [name, content] of built) writeFileSync(path.join(dist, name), content);
  for (const name of readdirSync(dist)) if (!built.has(name)) rmSync(path.join(dist, name));
};

await fonts();
icons();
emit("favicon.svg", read("favicon.svg"));
await styles();
await scripts();
built.set("manifest.json", `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);
write();
