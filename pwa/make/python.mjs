import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";

const PYTHON = process.env.HUNDRE_PYTHON ?? (existsSync(".venv/bin/python") ? ".venv/bin/python" : "python3");
const SOURCE_FONT = "node_modules/inter-ui/variable/InterVariable.woff2";
const APP_ICONS = ["icon-192.png", "icon-512.png", "icon-maskable-512.png", "apple-touch-icon.png"];

/**
 * What Python's libraries make better than Node's: the font and the app's icons.
 * Kept in build/kept/ until their own sources change, for the font takes seconds.
 * @param {import("./shelf.mjs").Shelf} shelf
 */
export function buildWithPython(shelf) {
  const font = kept("font", ["pwa/build_font.py", SOURCE_FONT], ["font.woff2"], ["pwa/build_font.py", SOURCE_FONT]);
  const drawn = kept("icons", ["pwa/build_icons.py", "pwa/images/logo.svg"], APP_ICONS, ["pwa/build_icons.py"]);
  for (const [name, content] of [...font, ...drawn]) shelf.put(name, content);
}

/**
 * @param {string} kind @param {string[]} sources @param {string[]} names @param {string[]} command
 * @returns {[string, Buffer][]}
 */
function kept(kind, sources, names, command) {
  const hash = createHash("sha256");
  for (const source of sources) hash.update(readFileSync(source));
  const folder = `build/kept/${kind}-${hash.digest("hex").slice(0, 10)}`;
  if (!names.every((name) => existsSync(`${folder}/${name}`))) {
    mkdirSync(folder, { recursive: true });
    execFileSync(PYTHON, [...command, folder], { stdio: "inherit" });
  }
  return names.map((name) => [name, readFileSync(`${folder}/${name}`)]);
}
