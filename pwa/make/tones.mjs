const TONES = ["accent", "neutral", "info", "success", "warning", "danger", "sun"];
const STEPS = [
  "background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover",
  "surface-active", "border-subtle", "border-default", "border-strong", "text-subtle", "text-default",
  "base-default", "base-hover", "base-active", "base-contrast-subtle", "base-contrast-default",
];

/** The rules behind data-color: which scale a part takes its colours from. */
export function tones() {
  const rules = TONES.map((tone) => {
    const where = tone === "accent" ? ":root,[data-color-scheme],[data-color=accent]" : `[data-color=${tone}]`;
    return `${where}{${STEPS.map((step) => `--ds-color-${step}:var(--ds-color-${tone}-${step})`).join(";")}}`;
  });
  return `@layer ds.theme{${rules.join("")}}`;
}
