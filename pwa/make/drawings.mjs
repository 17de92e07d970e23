import { existsSync, readFileSync, readdirSync } from "node:fs";

export const DRAWINGS = "content/technology/drawings";

/** The catalogue's drawings, each an address of its own. @param {import("./shelf.mjs").Shelf} shelf */
export function buildDrawings(shelf) {
  const files = existsSync(DRAWINGS) ? readdirSync(DRAWINGS).filter((name) => name.endsWith(".svg")) : [];
  for (const name of files.sort()) {
    const drawing = readFileSync(`${DRAWINGS}/${name}`, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/>\s+</g, "><");
    shelf.put(`drawing-${name}`, drawing.trim());
  }
}
