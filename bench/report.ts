import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Figure = {
  name: string;
  unit: "per second" | "ms" | "MB" | "ratio" | "s";
  /** The median of the samples, or the one figure there is. */
  value: number;
  samples?: number[];
  expected?: { atLeast?: number; atMost?: number };
};

/** A figure with the median of its samples. */
export function figure(
  name: string,
  unit: Figure["unit"],
  samples: readonly number[],
  expected?: Figure["expected"],
): Figure {
  const rounded = samples.map(round);
  return { name, unit, value: round(median(samples)), samples: rounded, ...(expected && { expected }) };
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The ratio of two figures round by round, so that what disturbed a whole round cancels out. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, index) => value / (to[index] ?? Number.NaN));
}

export function printTable(parts: Record<string, Figure[]>): void {
  const rows = Object.entries(parts).flatMap(([part, figures]) => [
    ["", "", ""],
    [part.toUpperCase(), "", ""],
    ...figures.map((each) => [each.name, shown(each), verdict(each)]),
  ]);
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  for (const [name = "", value = "", note = ""] of rows) {
    console.log(`${name.padEnd(width)}  ${value.padStart(16)}  ${note}`.trimEnd());
  }
}

/** Writes the run to `bench/results/<date>.json` and says where. */
export function writeResult(root: string, machine: Record<string, unknown>, parts: Record<string, Figure[]>): void {
  const date = new Date().toISOString().slice(0, 10);
  const file = path.join(root, "bench/results", `${date}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ date, machine, ...parts }, null, 2)}\n`);
  console.log(`\nWritten to ${path.relative(root, file)}.`);
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

function shown({ value, unit }: Figure): string {
  if (unit === "ratio") return value.toFixed(2);
  if (unit === "per second") return `${Math.round(value).toLocaleString("en")} /s`;
  return `${value} ${unit}`;
}

function verdict({ value, expected }: Figure): string {
  if (!expected) return "";
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = expected;
  const bound = expected.atLeast !== undefined ? `at least ${expected.atLeast}` : `at most ${expected.atMost}`;
  return value >= atLeast && value <= atMost ? `ok, ${bound}` : `FALLS SHORT, ${bound}`;
}
