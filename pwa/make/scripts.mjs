import { existsSync } from "node:fs";
import * as esbuild from "esbuild";
import { TARGETS } from "./styles.mjs";

const MODULES = ["shell.js", "flow.js", "technology.js", "station.js", "desk.js"];

/** @param {import("./shelf.mjs").Shelf} shelf */
export async function buildScripts(shelf) {
  for (const name of MODULES) shelf.put(name, await bundle(name, "esm"));
  for (const name of ["boot.js", "sw.js"]) shelf.put(name, await bundle(name, "iife"));
}

/** @param {string} name @param {esbuild.Format} format */
async function bundle(name, format) {
  const entry = `pwa/src/${name}`;
  if (!existsSync(entry)) {
    console.warn(`build: ${entry} is not written yet, an empty script stands in`);
    return "";
  }
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: TARGETS,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0].text;
}
