import { highlightLines } from "../_repository/highlight";
import type { LineSyntax } from "./diff-content";

/** The syntax of the lines of hunks: each hunk is read twice, as it was and as it is. */
export function syntaxOf(path: string, lines: readonly string[]): LineSyntax[] {
  const fileName = path.slice(path.lastIndexOf("/") + 1);
  const all: LineSyntax[] = [];
  for (const hunk of bodiesOf(lines)) {
    const before = coloured(fileName, hunk, "+");
    const after = coloured(fileName, hunk, "-");
    for (const line of hunk) {
      const [was, is] = [line.startsWith("+") ? [] : before.next(), line.startsWith("-") ? [] : after.next()];
      all.push(line.startsWith("-") ? was : is);
    }
  }
  return all.some((line) => line.length > 0) ? all : [];
}

function bodiesOf(lines: readonly string[]): string[][] {
  const bodies: string[][] = [];
  for (const line of lines) {
    if (line.startsWith("@@")) bodies.push([]);
    else if (/^[ +-]/.test(line)) bodies.at(-1)?.push(line);
  }
  return bodies;
}

/** The lines of one side in turn, those without colours as none. */
function coloured(fileName: string, hunk: readonly string[], without: "+" | "-"): { next: () => LineSyntax } {
  const text = hunk.filter((line) => !line.startsWith(without)).map((line) => line.slice(1));
  const tokens = highlightLines(fileName, text.join("\n"));
  let at = 0;
  return {
    next: () => {
      const line = (tokens[at++] ?? []).map(({ text, className }): LineSyntax[number] => [
        text.length,
        className ?? "",
      ]);
      return line.some(([, className]) => className !== "") ? line : [];
    },
  };
}
