import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { DRAWINGS } from "./drawings.mjs";

/** One hash over everything that the built files are made of. */
export function fingerprint() {
  const hash = createHash("sha256");
  for (const path of ["package-lock.json", ...walk("pwa"), ...(existsSync(DRAWINGS) ? walk(DRAWINGS) : [])]) {
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** @param {string} folder @returns {string[]} every file below it, in a stable order */
function walk(folder) {
  return readdirSync(folder)
    .sort()
    .filter((name) => name !== "test" && name !== "__pycache__")
    .map((name) => `${folder}/${name}`)
    .flatMap((path) => (statSync(path).isDirectory() ? walk(path) : [path]));
}
