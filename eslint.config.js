/** Mistakes, not taste. Names that do not exist are tsc's business (`npm run check`). */
const markup = "Build nodes instead: what people write must never become markup.";

const mistakes = {
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "no-empty": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-var": "error",
  "prefer-const": "error",
  eqeqeq: "error",
  "no-fallthrough": "error",
  "no-unreachable": "error",
  "no-self-compare": "error",
  "no-dupe-keys": "error",
  "no-cond-assign": "error",
  "no-async-promise-executor": "error",
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: markup })),
  ],
};

export default [{ files: ["pwa/**/*.{js,mjs}", "eslint.config.js"], rules: mistakes }];
