import { readFileSync } from "node:fs";
import * as esbuild from "esbuild";
import { tones } from "./tones.mjs";

export const TARGETS = ["chrome90", "firefox90", "safari15.4"];
const LIGHT_DARK = /light-dark\(((?:[^(),]|\([^()]*\))+),\s*((?:[^(),]|\([^()]*\))+)\)/g;

/** app.css for everybody, staff.css on top of it for the desk. @param {import("./shelf.mjs").Shelf} shelf */
export async function buildStyles(shelf) {
  for (const name of ["app.css", "staff.css"]) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [`pwa/styles/${name}`],
      bundle: true,
      minify: true,
      write: false,
      outdir: "build/static",
      target: TARGETS,
      external: ["/static/*"],
      plugins: [ours],
    });
    shelf.put(name, withHashedAddresses(outputFiles[0].text, shelf.names));
  }
}

/** @type {esbuild.Plugin} */
const ours = {
  name: "hundre-styles",
  setup(build) {
    build.onResolve({ filter: /tones\.css$/ }, () => ({ path: "tones", namespace: "made" }));
    build.onLoad({ filter: /^tones$/, namespace: "made" }, () => ({ contents: tones(), loader: "css" }));
    build.onLoad({ filter: /colours\.css$/ }, ({ path }) => ({
      contents: schemes(readFileSync(path, "utf8")),
      loader: "css",
    }));
  },
};

/**
 * Writes out each light-dark(a, b) as one block for light, one for dark and one for
 * "as the phone is": older phones do not know the function.
 * @param {string} css one @layer with one :root block
 */
export function schemes(css) {
  const declarations = css.slice(css.indexOf(":root {") + 7, css.lastIndexOf("}", css.lastIndexOf("}") - 1));
  const light = declarations.replace(LIGHT_DARK, "$1");
  const dark = declarations.replace(LIGHT_DARK, "$2");
  return `@layer ds.theme {
    :root { ${light} color-scheme: light; }
    [data-color-scheme=dark] { ${dark} color-scheme: dark; }
    @media (prefers-color-scheme: dark) { [data-color-scheme=auto] { ${dark} color-scheme: dark; } }
  }`;
}

/** @param {string} css @param {Record<string, string>} names */
function withHashedAddresses(css, names) {
  return css.replace(/\/static\/([\w.-]+)/g, (whole, name) => (names[name] ? `/static/${names[name]}` : whole));
}
