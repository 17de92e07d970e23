import { readFileSync, writeFileSync } from "node:fs";

const AKSEL = "node_modules/@navikt/aksel-icons/dist/svg";

/**
 * One sprite for inner pages, and build/icons.json for the pages that carry their few
 * icons themselves. @param {import("./shelf.mjs").Shelf} shelf
 */
export function buildIcons(shelf) {
  /** @type {Record<string, string>} */
  const chosen = JSON.parse(readFileSync("pwa/icons.json", "utf8"));
  const icons = Object.entries(chosen).map(([name, file]) => ({ name, ...read(`${AKSEL}/${file}.svg`) }));
  const symbols = icons.map(({ name, open, body }) => `<symbol id="${name}"${open}>${body}</symbol>`);
  shelf.put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
  const own = ["logo", "landscape"].map((name) => ({ name, ...read(`pwa/images/${name}.svg`) }));
  shelf.put("logo.svg", readFileSync("pwa/images/logo.svg", "utf8"));
  const inline = Object.fromEntries([...icons, ...own].map(({ name, open, body }) => [name, { open, body }]));
  writeFileSync("build/icons.json", JSON.stringify(inline));
}

/** @param {string} path @returns {{open: string, body: string}} what the svg element says, and its drawing */
function read(path) {
  const found = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(readFileSync(path, "utf8"));
  if (!found) throw new Error(`${path} is not a drawing`);
  const kept = found[1].match(/\s(?:viewBox|preserveAspectRatio)="[^"]*"/g) ?? [];
  const body = shorter(found[2]);
  return { open: kept.join(""), body };
}

/** Two decimals are a hundredth of a pixel in a 24-pixel icon. @param {string} body */
function shorter(body) {
  return body
    .replace(/\s+(?=<)|\n\s*/g, "")
    .replace(/\sfill="(?:currentColor|#202733|#000)"/g, "")
    .replace(/\d*\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))).replace(/^0\./, "."));
}
