import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { schemes } from "../make/styles.mjs";

test("a colour for light and dark becomes a block for each, and one for what the phone asks for", () => {
  const css = schemes("@layer ds.theme {\n  :root {\n    --page: light-dark(#fff, rgb(0 0 0 / 5%));\n  }\n}\n");
  assert.match(css, /:root \{\s+--page: #fff;/);
  assert.match(css, /\[data-color-scheme=dark\] \{\s+--page: rgb\(0 0 0 \/ 5%\);/);
  assert.match(css, /@media \(prefers-color-scheme: dark\) \{ \[data-color-scheme=auto\] \{\s+--page: rgb/);
  assert.doesNotMatch(css, /light-dark/);
});

test("every icon that a template names is one we have chosen", () => {
  const chosen = JSON.parse(readFileSync("pwa/icons.json", "utf8"));
  const named = templates().flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/\bicon\("([\w-]+)"|row_link\([^,]+,\s*"([\w-]+)"|empty\("([\w-]+)"/g),
  ]);
  const missing = named.map((found) => found[1] ?? found[2] ?? found[3]).filter((name) => !(name in chosen));
  assert.deepEqual(missing, []);
});

test("every icon that we have chosen is drawn by Aksel", () => {
  const drawn = new Set(readdirSync("node_modules/@navikt/aksel-icons/dist/svg"));
  const chosen = Object.values(JSON.parse(readFileSync("pwa/icons.json", "utf8")));
  assert.deepEqual(chosen.filter((name) => !drawn.has(`${name}.svg`)), []);
});

test("what a form adds to the shell comes quickly over a poor net", () => {
  const { "flow.js": flow } = JSON.parse(readFileSync("build/static/manifest.json", "utf8"));
  assert.ok(statSync(`build/static/${flow}.br`).size <= 8000);
});

/** @returns {string[]} */
function templates() {
  return readdirSync("backend", { recursive: true })
    .map((path) => `backend/${path}`)
    .filter((path) => path.endsWith(".html"));
}
