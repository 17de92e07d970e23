/**
 * Builds everything the phone downloads into build/static/, with hashed names and
 * .br/.gz beside each. Does nothing when no input has changed since last time.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { buildStyles } from "./make/styles.mjs";
import { buildScripts } from "./make/scripts.mjs";
import { buildDrawings } from "./make/drawings.mjs";
import { buildIcons } from "./make/icons.mjs";
import { buildWithPython } from "./make/python.mjs";
import { fingerprint } from "./make/fingerprint.mjs";
import { Shelf } from "./make/shelf.mjs";

const OUT = "build/static";
const STAMP = "build/static.stamp";

const stamp = fingerprint();
if (existsSync(STAMP) && existsSync(`${OUT}/manifest.json`) && readFileSync(STAMP, "utf8") === stamp) {
  console.log("build: nothing has changed");
} else {
  await build();
}

async function build() {
  const began = Date.now();
  rmSync(STAMP, { force: true });
  mkdirSync(OUT, { recursive: true });
  const shelf = new Shelf(OUT);
  buildWithPython(shelf);
  buildIcons(shelf);
  buildDrawings(shelf);
  await buildStyles(shelf);
  await buildScripts(shelf);
  shelf.close();
  writeFileSync(STAMP, stamp);
  console.log(`build: ${shelf.summary()} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
