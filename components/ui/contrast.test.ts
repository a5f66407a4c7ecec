import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const root = css.slice(css.indexOf(":root {"), css.indexOf(':root[data-theme="light"]'));
const syntax = readFileSync(new URL("../../app/_repository/syntax.css", import.meta.url), "utf8");
const tokens = new Map(
  [...(root + syntax).matchAll(/(--[\w-]+):\s*([^;{}]+);/g)].map(([, name, value]) => [name, value?.trim()]),
);

/** What stands on what. Text needs 4.5 (WCAG 2.2, 1.4.3), controls and graphics 3 (1.4.11). */
const textOn = {
  text: "canvas surface raised sunken hover press chip here selection accent-soft danger-soft caution-soft success-soft secret-soft added added-number removed removed-number",
  "text-muted": "canvas surface raised sunken hover press chip accent-soft added removed",
  link: "canvas surface raised press accent-soft",
  "on-accent": "accent accent-hover",
  "on-danger": "danger danger-hover",
  "accent-text": "accent-soft",
  "danger-text": "canvas surface raised hover press danger-soft",
  "caution-text": "surface caution-soft",
  "success-text": "surface success-soft",
  "secret-text": "secret-soft sunken",
  "syntax-keyword": "surface added removed",
  "syntax-string": "surface added removed",
  "syntax-number": "surface added removed",
  "syntax-removed": "surface added removed",
};
const shapeOn = {
  "border-control": "canvas surface raised hover",
  accent: "canvas surface raised accent-soft",
  live: "surface hover",
  link: "accent-soft",
  focus: "canvas surface raised sunken accent-soft secret-soft",
  "danger-control": "canvas surface raised",
  chart: "surface",
  "chart-refused": "surface",
};

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it.each(pairs(textOn))("shows text in %s on %s with a contrast of 4.5", (front, back) => {
    expect(contrast(color(front, theme), color(back, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(shapeOn))("shows shapes in %s on %s with a contrast of 3", (front, back) => {
    expect(contrast(color(front, theme), color(back, theme))).toBeGreaterThanOrEqual(3);
  });
});

it("keeps every colour inside sRGB", () => {
  const outside = [...tokens].filter(([, value]) => {
    const channels = /^oklch\([\d. ]+\)$/.test(value ?? "") ? toLinear(value ?? "") : [];
    return channels.some((channel) => channel < -0.0005 || channel > 1.0005);
  });
  expect(outside).toEqual([]);
});

function pairs(table: Record<string, string>): [string, string][] {
  return Object.entries(table).flatMap(([front, backs]) =>
    backs.split(" ").map((back): [string, string] => [front, back]),
  );
}

function color(name: string, theme: "light" | "dark"): number[] {
  return resolve(`var(--${name})`, theme);
}

function resolve(value: string, theme: "light" | "dark"): number[] {
  const [, light, dark] = /^light-dark\((.+?\)),\s*(.+)\)$/.exec(value) ?? [];
  if (light && dark) return resolve(theme === "light" ? light : dark, theme);
  const [, reference] = /^var\((--[\w-]+)\)$/.exec(value) ?? [];
  if (reference) return resolve(tokens.get(reference) ?? `${reference} is missing`, theme);
  return toLinear(value);
}

/** OKLCH to linear sRGB. */
function toLinear(value: string): number[] {
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value)?.slice(1).map(Number);
  if (!numbers) throw new Error(`Not a colour: ${value}`);
  const [lightness = 0, chroma = 0, hue = 0] = numbers;
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function contrast(front: number[], back: number[]): number {
  const [brighter = 0, darker = 0] = [luminance(front), luminance(back)].sort((one, other) => other - one);
  return (brighter + 0.05) / (darker + 0.05);
}

function luminance([red = 0, green = 0, blue = 0]: number[]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
